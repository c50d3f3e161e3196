//! Speed and weight, measured on what is shipped. It knows what is written down and which of it is held; how it is measured stands in bench/.
//! Times are written down and hold nobody: a slow machine is no defect. Sizes are the same everywhere, and are held.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::{build, package, setup, test};

const BUDGETS: &str = "bench/budgets.toml";
const FIGURES: &str = "docs/benchmarks.json";
const DOCUMENT: &str = "docs/benchmarks.md";
/// What is measured without a browser: the engine by itself, and over a distance to a node, which is a package of its own.
const NATIVE: &[(&str, &str)] = &[("lifeboat", "ratios"), ("measure", "look_ups")];
const SILENCE: Limit = Limit::Silence(Duration::from_mins(15));

/// Builds and measures everything, and writes down what a browser took.
pub(crate) fn measure(project: &Project) -> Result<()> {
    setup::everything(project)?;
    build::extension(project)?;
    test::tools(project)?;
    println!("bench: measuring in the browser (a few minutes; leave the computer alone)");
    let said = process::run(
        project
            .command("node")
            .arg("bench/run.mjs")
            .env("CHROME", setup::browser()?)
            .env("LIFEBOAT_TOOLS", project.target("debug")),
        Limit::Whole(Duration::from_mins(60)),
        Show::Errors,
    )?
    .succeeded("bench/run.mjs")?;
    let figures = Figures { browser: serde_json::from_str(&said).context("bench/run.mjs")?, sizes: sizes(project)? };
    fs::write(project.path(FIGURES), serde_json::to_string_pretty(&figures)? + "\n").context(FIGURES)?;
    let document = figures.document();
    fs::write(project.path(DOCUMENT), &document).context(DOCUMENT)?;
    println!("{document}\nbench: written to {DOCUMENT} and {FIGURES}");
    for (package, bench) in NATIVE {
        process::run(
            &mut project.cargo(&["bench", "--locked", "--package", package, "--bench", bench]),
            SILENCE,
            Show::Always,
        )?
        .succeeded("cargo bench")?;
    }
    Ok(())
}

/// Whether what was built keeps to its budgets. dist/ must be there.
pub(crate) fn check(project: &Project) -> Result<()> {
    let budgets: Budgets =
        toml::from_str(&fs::read_to_string(project.path(BUDGETS)).context(BUDGETS)?).context(BUDGETS)?;
    let over = over(&budgets.sizes, &sizes(project)?);
    ensure!(over.is_empty(), "{}", over.join("; "));
    Ok(())
}

#[derive(Deserialize)]
struct Budgets {
    sizes: Sizes,
}

/// Bytes, by what has them.
type Sizes = BTreeMap<String, u64>;

fn sizes(project: &Project) -> Result<Sizes> {
    let said = process::run(
        project.command("node").arg("bench/sizes.mjs"),
        Limit::Whole(Duration::from_mins(5)),
        Show::OnFailure,
    )?
    .succeeded("bench/sizes.mjs")?;
    let mut sizes: Sizes = serde_json::from_str(&said).context("bench/sizes.mjs")?;
    sizes.insert("zip".to_owned(), package::bytes(project)?.len() as u64);
    Ok(sizes)
}

/// What is larger than its budget, or has none, or is budgeted and not there: a budget that nothing keeps is a mistake.
fn over(budgets: &Sizes, found: &Sizes) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = budgets.keys().chain(found.keys()).collect();
    let judge = |name: &&String| match (budgets.get(*name), found.get(*name)) {
        (Some(most), Some(bytes)) if bytes <= most => None,
        (Some(most), Some(bytes)) => Some(format!("{name} has {bytes} bytes, more than {most} ({BUDGETS})")),
        (None, _) => Some(format!("{name} has no budget in {BUDGETS}")),
        (_, None) => Some(format!("{BUDGETS} has a budget for {name}, which nobody measures")),
    };
    names.iter().filter_map(judge).collect()
}

/// Everything that was measured.
#[derive(Serialize)]
struct Figures {
    browser: Browser,
    sizes: Sizes,
}

/// What bench/run.mjs says.
#[derive(Serialize, Deserialize)]
struct Browser {
    machine: Machine,
    browser: String,
    rounds: Rounds,
    rows: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Machine {
    processor: String,
    cores: u32,
    load_before: f64,
    load_after: f64,
}

#[derive(Serialize, Deserialize)]
struct Rounds {
    keys: u32,
    wide: u32,
}

#[derive(Serialize, Deserialize)]
struct Row {
    what: String,
    noise: Spread,
    times: BTreeMap<String, Spread>,
}

/// Milliseconds.
#[derive(Serialize, Deserialize)]
struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn text(&self) -> String {
        format!("{:.1} ms ({:.1} – {:.1})", self.median, self.least, self.most)
    }
}

impl Figures {
    fn document(&self) -> String {
        let Browser { machine, browser, rounds, rows } = &self.browser;
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`, which measures what is shipped, in a browser, in one worker. Never by hand.\n\n\
             {browser}; {}, {} cores; load before {:.1}, after {:.1} (a quiet computer has less than {}). Each figure is the median of {} turns (keys) or {} \
             (wallets), with the least and the most. What stands in one row was measured in turns (A B A B), after its outputs were compared. \
             *Noise* is the same for a fixed piece of work: what varies there, the computer did.\n\n\
             | what | who or how much | time | noise |\n|---|---|---|---|\n",
            machine.processor,
            machine.cores,
            machine.load_before,
            machine.load_after,
            machine.cores,
            rounds.keys,
            rounds.wide,
        );
        for row in rows {
            for (who, time) in &row.times {
                // Writing into a text does not fail.
                let _ = writeln!(text, "| {} | {who} | {} | {} |", meaning(&row.what), time.text(), row.noise.text());
            }
        }
        text.push_str("\n| size | bytes |\n|---|---|\n");
        for (name, bytes) in &self.sizes {
            let _ = writeln!(text, "| {name} | {bytes} |");
        }
        text
    }
}

fn meaning(what: &str) -> &str {
    match what {
        "argon2id" => "Argon2id, 64 MiB, 3 passes",
        "pbkdf2" => "PBKDF2-SHA-256, 600,000 rounds, without WebCrypto",
        "open" => "file and password to preview",
        "apply" => "preview to vault",
        "save" => "one contact's name changed and saved",
        "unlock" => "vault to records, without its key",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_its_budget_is_named_and_so_is_what_has_none() {
        let sizes =
            |sizes: &[(&str, u64)]| sizes.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect::<Sizes>();
        let budgets = sizes(&[("module", 100), ("zip", 200)]);
        assert_eq!(over(&budgets, &sizes(&[("module", 100), ("zip", 1)])), Vec::<String>::new());
        let told = over(&budgets, &sizes(&[("module", 101), ("other", 1)]));
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("101 bytes, more than 100"), "{told:?}");
    }

    #[test]
    fn the_document_says_the_load_it_was_measured_under_and_every_figure() {
        let said = r#"{"machine":{"processor":"P","cores":2,"loadBefore":7.25,"loadAfter":8},"browser":"Chrome/1","rounds":{"keys":9,"wide":5},
            "rows":[{"what":"argon2id","noise":{"median":50,"least":49,"most":60},
                     "times":{"ours":{"median":200,"least":190,"most":300},"hash-wasm":{"median":250,"least":240,"most":260}}}]}"#;
        let figures =
            Figures { browser: serde_json::from_str(said).unwrap(), sizes: Sizes::from([("zip".into(), 42)]) };
        let document = figures.document();
        for part in [
            "load before 7.2, after 8.0",
            "| ours | 200.0 ms (190.0 – 300.0) | 50.0 ms",
            "| hash-wasm | 250.0 ms",
            "| zip | 42 |",
        ] {
            assert!(document.contains(part), "{part} is not in:\n{document}");
        }
    }
}
