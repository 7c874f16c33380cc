//! Guards the connection against what is no message.
//!
//! tower-lsp ends the connection at the first frame that it cannot decode. One such frame is no reason to lose a
//! user's session: it is skipped, with a line in the log, and the next one is looked for.

use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tower_lsp::jsonrpc::{Request, Response};

/// Headers are short; a longer line without an end is none.
const LONGEST_LINE: u64 = 8 * 1024;

/// Passes the messages of a client on, until its input ends or nobody takes them any more.
pub(crate) async fn pass_on(input: impl AsyncRead + Unpin, mut output: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    while let Some(body) = read_frame(&mut input).await? {
        if is_message(&body) {
            output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
            output.write_all(&body).await?;
        } else {
            tracing::warn!(bytes = body.len(), "skipped a frame that is no message");
        }
    }
    Ok(())
}

/// The body of the next frame; `None` at the end of the input, be it in the middle of one.
async fn read_frame(input: &mut (impl AsyncBufRead + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if (&mut *input).take(LONGEST_LINE).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match (line.trim().is_empty(), length) {
            (true, Some(length)) => return read_body(input, length).await,
            (true, None) => tracing::warn!("skipped input without a length"),
            (false, _) => length = content_length(&line).or(length),
        }
    }
}

async fn read_body(input: &mut (impl AsyncBufRead + Unpin), length: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body).await?;
    Ok((read as u64 == length).then_some(body))
}

/// The length that a header line gives. It need not be at the start: what is left of a broken frame stands before
/// the next one.
fn content_length(line: &str) -> Option<u64> {
    const NAME: &str = "content-length:";
    let lower = line.to_ascii_lowercase();
    let value = &lower[lower.rfind(NAME)? + NAME.len()..];
    value.trim().parse().ok()
}

/// Whether tower-lsp can decode it.
fn is_message(body: &[u8]) -> bool {
    fn reads_as<T: DeserializeOwned>(body: &[u8]) -> bool {
        serde_json::from_slice::<T>(body).is_ok()
    }
    reads_as::<Request>(body) || reads_as::<Response>(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn passed(input: &[u8]) -> String {
        let mut output = Vec::new();
        pass_on(input, &mut output).await.unwrap();
        String::from_utf8(output).unwrap()
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn messages_pass_and_garbage_does_not() {
        let exit = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        for garbage in [
            "",
            "Content-Length: 5\r\n\r\n{nope",
            "Content-Length: 2\r\n\r\n[]",
            "Content-Length: 0\r\n\r\n",
            "Content-Length: many\r\n\r\n{}",
            "Content-Length: -2\r\n\r\n{}",
            "hello\r\n\r\n",
            "hello",
            "\r\n\r\n\r\n",
        ] {
            assert_eq!(passed(format!("{garbage}{exit}{exit}").as_bytes()).await, format!("{exit}{exit}"), "{garbage:?}");
        }
        let not_utf_8 = [b"Content-Length: 2\r\n\r\n\xff\xff", exit.as_bytes()].concat();
        assert_eq!(passed(&not_utf_8).await, exit);
    }

    #[tokio::test]
    async fn headers_are_read_as_the_protocol_allows() {
        let body = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        let length = body.len();
        for headers in [
            format!("content-length:{length}\r\n\r\n"),
            format!("Content-Length: {length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n"),
            format!("Content-Type: application/vscode-jsonrpc\r\nContent-Length: {length}\r\n\r\n"),
        ] {
            assert_eq!(passed(format!("{headers}{body}").as_bytes()).await, frame(body), "{headers}");
        }
    }

    #[tokio::test]
    async fn the_end_may_come_anywhere() {
        let whole = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        for end in 0..whole.len() {
            assert_eq!(passed(&whole.as_bytes()[..end]).await, "", "{end}");
        }
    }
}
