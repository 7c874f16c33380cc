//! How long it takes to read and to check a specification: an editor does both on every keystroke.

use std::fmt::Write as _;
use std::path::Path;

use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

/// A specification of both dialects with as many features one below the other.
fn generated(features: usize) -> String {
    let mut text = String::from("# Fleet Control System - Technical Specification\n\n**Priority:** HIGH\n\n");
    for at in 0..features {
        let written = write!(text, "{}", FEATURE.replace('§', &at.to_string()));
        assert!(written.is_ok());
    }
    text
}

const FEATURE: &str = r#"## §. Vehicle§

```go
// internal/domain/fleet/vehicle§.go
package fleet

// Vehicle§ is moved by one driver at a time.
type Vehicle§ struct {
    ID        uuid.UUID
    DriverID  uuid.UUID
    State     VehicleState§
    Position  Position§
    MovedAt   *time.Time
    CreatedAt time.Time
}

type Position§ struct {
    Latitude, Longitude float64
}

type VehicleState§ string

const (
    StateIdle§   VehicleState§ = "idle"
    StateMoving§ VehicleState§ = "moving"
)

func (v *Vehicle§) Start(now time.Time) error {
    if v.State == StateMoving§ {
        return errors.New("the vehicle moves already")
    }
    v.State = StateMoving§
    v.MovedAt = &now
    v.addEvent(Vehicle§StartedEvent{VehicleID: v.ID, StartedAt: now})
    return nil
}

type Vehicle§Repository interface {
    Create(ctx context.Context, vehicle *Vehicle§) error
    GetByID(ctx context.Context, id uuid.UUID) (*Vehicle§, error)
}
```

### Endpoints

```yaml
POST   /api/v1/vehicles§           # Register
GET    /api/v1/vehicles§/{id}      # Read
```

```yaml
services:
  - name: Vehicle§Service
    operations:
      - Register: Registers a vehicle
      - Start(ctx context.Context, id uuid.UUID) error
    dependencies:
      - Vehicle§Repository
```

```sql
CREATE TABLE vehicles§ (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    driver_id UUID NOT NULL REFERENCES drivers(id),
    state VARCHAR(20) NOT NULL,
    position JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
CREATE INDEX idx_vehicles§_driver ON vehicles§(driver_id);
```

### Performance Requirements

- Lookup latency: < 5ms p99
- Throughput: 1000+ vehicles/second

| Metric | Target |
|--------|--------|
| Start latency | < 20ms p95 |

### Acceptance Criteria

- A vehicle that moves cannot be started again

"#;

#[divan::bench(args = [1, 15, 150])]
fn parse_generated(bencher: Bencher, features: usize) {
    let text = generated(features);
    bencher.counter(BytesCount::of_str(&text)).bench(|| specwave_spec::parse(black_box(&text)));
}

#[divan::bench(args = [15])]
fn parse_and_check_generated(bencher: Bencher, features: usize) {
    let text = generated(features);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let spec = specwave_spec::parse(black_box(&text));
        specwave_spec::rules::check(&spec, &text)
    });
}

#[divan::bench(args = [1, 15, 150])]
fn names_of_generated(bencher: Bencher, features: usize) {
    let text = generated(features);
    let spec = specwave_spec::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| specwave_spec::names::Names::of(black_box(&spec), black_box(&text)));
}

/// The longest specification of the shared corpus, where that is there.
#[divan::bench]
fn parse_longest_of_corpus(bencher: Bencher) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus/dce/consent-management-v2.md");
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| generated(15));
    bencher.counter(BytesCount::of_str(&text)).bench(|| specwave_spec::parse(black_box(&text)));
}
