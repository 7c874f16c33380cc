//! A plan as a Mermaid graph: solid arrows for code that is waited for, dotted ones for contracts.

use std::fmt::Write;

use crate::{NeedKind, Plan, Task};

/// The graph's source. What only the analysis of Wave 0 provides is drawn once per wave, not once per Task.
#[must_use]
pub fn mermaid(plan: &Plan) -> String {
    let mut graph = String::from("flowchart LR\n");
    let last = plan.tasks.iter().map(|task| task.wave).max().unwrap_or(0);
    for wave in 0..=last {
        let _ = writeln!(graph, "  subgraph wave{wave}[\"Wave {wave}\"]");
        for task in plan.tasks.iter().filter(|task| task.wave == wave) {
            let _ = writeln!(graph, "    {}[\"{}<br/>{}\"]", node(task), label(&task.title), label(&task.description));
        }
        graph.push_str("  end\n");
    }
    for wave in 1..=last {
        for first in plan.tasks.iter().filter(|task| task.wave == 0) {
            let _ = writeln!(graph, "  {} --> wave{wave}", node(first));
        }
    }
    for task in &plan.tasks {
        for need in &task.needs {
            let Some(needed) = plan.task(&need.task).filter(|needed| needed.wave > 0) else { continue };
            let arrow = match need.kind {
                NeedKind::Code => "-->",
                NeedKind::Contract => "-.->",
            };
            let _ = writeln!(graph, "  {} {arrow} {}", node(needed), node(task));
        }
    }
    graph
}

/// A Task's key as Mermaid takes it.
fn node(task: &Task) -> String {
    task.id.0.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// Text that cannot end its label or become markup.
fn label(text: &str) -> String {
    let mut label = String::new();
    for c in text.chars() {
        match c {
            '"' => label.push_str("#quot;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '#' => label.push_str("#35;"),
            c if c.is_control() => label.push(' '),
            c => label.push(c),
        }
    }
    label
}
