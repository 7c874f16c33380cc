//! What goes between the client and tower-lsp.
//!
//! tower-lsp ends the connection at the first frame that it cannot decode. One such frame is no reason to lose a
//! user's session: it is skipped, with a line in the log, and the next one is looked for.
//!
//! And it makes a tree of JSON values of each message before that is written. Diagnostics of a long text are hundreds of
//! objects for each keystroke; their messages are written beside it.

use std::pin::pin;

use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Request, Response};

/// Headers are short; a longer line without an end is none.
const LONGEST_LINE: u64 = 8 * 1024;

/// Passes the messages of a client on, until its input ends or nobody takes them any more.
pub(crate) async fn pass_on(input: impl AsyncRead + Unpin, mut output: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    while let Some(body) = read_frame(&mut input).await? {
        if is_message(&body) {
            write_frame(&mut output, &body).await?;
        } else {
            tracing::warn!(bytes = body.len(), "skipped a frame that is no message");
        }
    }
    Ok(())
}

/// Sends the client what tower-lsp says, and the messages that are written beside it, until tower-lsp has nothing more to say.
pub(crate) async fn send(
    said: impl AsyncRead + Unpin,
    mut beside: mpsc::Receiver<Vec<u8>>,
    output: impl AsyncWrite,
) -> std::io::Result<()> {
    let (mut said, mut output) = (BufReader::new(said), pin!(output));
    loop {
        let body = tokio::select! {
            // Waits only: nothing is lost where the other one comes first.
            waiting = said.fill_buf() => if waiting?.is_empty() { None } else { read_frame(&mut said).await? },
            Some(body) = beside.recv() => Some(body),
        };
        let Some(body) = body else { return Ok(()) };
        write_frame(&mut output, &body).await?;
        output.flush().await?;
    }
}

async fn write_frame(output: &mut (impl AsyncWrite + Unpin), body: &[u8]) -> std::io::Result<()> {
    let header = format!("Content-Length: {}\r\n\r\n", body.len());
    output.write_all(&[header.as_bytes(), body].concat()).await
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
    async fn what_is_written_beside_tower_lsp_comes_between_its_messages() {
        let answer = frame(r#"{"jsonrpc":"2.0","id":1,"result":null}"#);
        let (sender, beside) = mpsc::channel(1);
        let (mut server, said) = tokio::io::duplex(64);
        let (output, mut client) = tokio::io::duplex(1024);
        let sending = tokio::spawn(send(said, beside, output));
        // Half of an answer: nothing may come between it and the rest.
        server.write_all(&answer.as_bytes()[..20]).await.unwrap();
        tokio::task::yield_now().await;
        sender.send(b"{}".to_vec()).await.unwrap();
        server.write_all(&answer.as_bytes()[20..]).await.unwrap();
        sender.send(b"[]".to_vec()).await.unwrap();
        let expected = format!("{answer}{}{}", frame("{}"), frame("[]"));
        let mut received = vec![0; expected.len()];
        client.read_exact(&mut received).await.unwrap();
        assert_eq!(String::from_utf8(received).unwrap(), expected);
        drop(server);
        sending.await.unwrap().unwrap();
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
