//! Endpoints that fenced code registers: `router.post('/orders', place)`, `@app.get("/orders")`, `@Post(':id')` below
//! `@Controller('orders')`, `@PostMapping("/orders")`, and the routers of Go.

use specwave_source::Span;

use crate::endpoints::{METHODS, base, routes};

/// Ends of names of what routes are registered at; other receivers call somebody else's.
const ROUTERS: &[&str] = &["app", "router", "routes", "server", "fastify"];

/// A verb and a path that a piece of code registers, and where.
pub(super) struct Registered {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) span: Span,
}

/// The routes that a fence in `language` registers.
pub(super) fn read(language: &str, code: &str) -> Vec<Registered> {
    match language {
        "go" | "golang" => routes::read(code)
            .into_iter()
            .map(|route| Registered { method: route.method, path: route.path, span: route.span })
            .collect(),
        "ts" | "typescript" | "js" | "javascript" | "py" | "python" | "java" | "kotlin" => in_lines(code),
        _ => Vec::new(),
    }
}

fn in_lines(code: &str) -> Vec<Registered> {
    let mut prefix = String::new();
    let mut found = Vec::new();
    for line in code.lines() {
        let trimmed = line.trim();
        let at = trimmed.as_ptr() as usize - code.as_ptr() as usize;
        let span = Span::new(at, at + trimmed.len());
        let Some((called, behind)) = trimmed.split_once('(') else { continue };
        let path = string(behind).unwrap_or_default();
        let name = called.rsplit(['.', '@', ' ']).next().unwrap_or_default();
        if matches!(name, "Controller" | "RequestMapping") && called.starts_with('@') {
            prefix = rooted(path);
        } else if let Some((_, given)) = behind.split_once("prefix=").filter(|_| name == "APIRouter") {
            prefix = rooted(string(given).unwrap_or_default());
        } else {
            let verbs = if called.starts_with('@') { of_decorator(name, behind) } else { of_call(called, name, behind) };
            let paths = verbs.into_iter().map(|method| (method, base::put_in_front(&prefix, rooted(path))));
            found.extend(paths.map(|(method, path)| Registered { method, path, span }));
        }
    }
    found
}

/// The verbs of `@app.get`, `@Get`, `@GetMapping` and of `@app.route(…, methods=["GET"])`.
fn of_decorator(name: &str, behind: &str) -> Vec<String> {
    if name == "route" {
        let told = behind.split_once("methods").map_or("GET", |(_, told)| told);
        return METHODS.iter().filter(|method| told.contains(**method)).map(|method| (*method).to_owned()).collect();
    }
    let verb = name.strip_suffix("Mapping").unwrap_or(name).to_uppercase();
    METHODS.contains(&verb.as_str()).then_some(verb).into_iter().collect()
}

/// The verb of `router.post('/orders', place)`: a path and something behind it, registered at a router.
fn of_call(called: &str, name: &str, behind: &str) -> Vec<String> {
    let receiver = called.rsplit_once('.').map_or("", |(receiver, _)| receiver).to_lowercase();
    let path = string(behind).filter(|path| path.starts_with('/'));
    let handled = path.and_then(|path| behind.get(path.len() + 2..)).is_some_and(|rest| rest.trim_start().starts_with(','));
    let verb = name.to_uppercase();
    let registers = handled && ROUTERS.iter().any(|router| receiver.ends_with(router)) && METHODS.contains(&verb.as_str());
    registers.then_some(verb).into_iter().collect()
}

/// The text in quotes that an argument list begins with.
fn string(arguments: &str) -> Option<&str> {
    let quote = arguments.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    arguments[1..].split(quote).next()
}

fn rooted(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(language: &str, code: &str) -> Vec<String> {
        read(language, code).into_iter().map(|route| format!("{} {}", route.method, route.path)).collect()
    }

    #[test]
    fn frameworks_register_routes() {
        let fastapi = "router = APIRouter(prefix=\"/visits\")\n@router.post(\"/\", status_code=201)\nasync def book(): ...\n\
                       @router.get(\"/{visit_id}\")\nclient.get(\"/visits/1\")\n";
        assert_eq!(shown("python", fastapi), ["POST /visits", "GET /visits/{visit_id}"]);
        assert_eq!(shown("py", "@app.route('/visits', methods=['GET', 'POST'])"), ["GET /visits", "POST /visits"]);
        let express =
            "app.get('/orders', list);\nconst r = await axios.get('/orders');\nthis.router.delete('/orders/:id', auth, drop)\n";
        assert_eq!(shown("ts", express), ["GET /orders", "DELETE /orders/:id"]);
        let nest =
            "@Controller('orders')\nexport class OrdersController {\n  @Get()\n  all() {}\n  @Post(':id/lines')\n  add() {}\n}\n";
        assert_eq!(shown("typescript", nest), ["GET /orders", "POST /orders/:id/lines"]);
        assert!(shown("ts", "app.get('/orders").is_empty());
        assert_eq!(shown("java", "@PostMapping(\"/orders\")"), ["POST /orders"]);
    }
}
