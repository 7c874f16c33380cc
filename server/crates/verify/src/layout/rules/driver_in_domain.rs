//! SW1306: the domain imports a driver or a framework.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::folders::{Layer, below};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1306",
    name: "driver-in-domain",
    group: Group::Layout,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an import of a database, a web framework, a message broker or a client of a cloud by the domain. \
               `database/sql/driver` is left alone: it is how a value object says what a column holds.",
        why: "The rules of the business then change with the library, and every test of them brings it along.",
        example: "```go\n// internal/domain/billing/invoice.go\nimport \"gorm.io/gorm\"\n```",
        fix: "Declare an interface in the domain, and implement it in the infrastructure.",
    },
};

/// Standard packages that talk to the outside.
const STANDARD: [&str; 6] = ["database/sql", "net/http", "net/rpc", "net/smtp", "os/exec", "html/template"];

/// What import paths of libraries begin with that talk to the outside or frame a program.
const LIBRARIES: [&str; 30] = [
    "cloud.google.com/go",
    "github.com/Azure/azure-sdk-for-go",
    "github.com/IBM/sarama",
    "github.com/Shopify/sarama",
    "github.com/aws/aws-sdk-go",
    "github.com/aws/aws-sdk-go-v2",
    "github.com/confluentinc/confluent-kafka-go",
    "github.com/elastic/go-elasticsearch",
    "github.com/gin-gonic/gin",
    "github.com/go-chi/chi",
    "github.com/go-redis/redis",
    "github.com/go-sql-driver/mysql",
    "github.com/gofiber/fiber",
    "github.com/gorilla/mux",
    "github.com/hibiken/asynq",
    "github.com/jackc/pgx",
    "github.com/jmoiron/sqlx",
    "github.com/labstack/echo",
    "github.com/lib/pq",
    "github.com/mattn/go-sqlite3",
    "github.com/nats-io/nats.go",
    "github.com/rabbitmq/amqp091-go",
    "github.com/redis/go-redis",
    "github.com/segmentio/kafka-go",
    "github.com/spf13/cobra",
    "github.com/spf13/viper",
    "go.mongodb.org/mongo-driver",
    "go.temporal.io/sdk",
    "google.golang.org/grpc",
    "gorm.io/gorm",
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for file in subject.of_layer(Layer::Domain).flat_map(|package| &package.files) {
        for import in file.facts.imports.iter().map(|import| &import.path).filter(|import| is_outside(&import.text)) {
            found.report(&RULE, &file.path, import.span, format!("the domain imports `{}`", import.text));
        }
    }
}

fn is_outside(path: &str) -> bool {
    STANDARD.contains(&path) || LIBRARIES.iter().any(|library| below(path, library).is_some())
}
