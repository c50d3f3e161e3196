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
/// Switches of cargo's that make another module than the one that is shipped.
const OTHER_BUILDS: &str = "CARGO_PROFILE_RELEASE_";

/// Builds and measures everything, and writes down what it took.
pub(crate) fn measure(project: &Project) -> Result<()> {
    let other: Vec<String> = std::env::vars().map(|(name, _)| name).filter(|it| it.starts_with(OTHER_BUILDS)).collect();
    ensure!(other.is_empty(), "{} make another module than is shipped: unset them", other.join(", "));
    setup::everything(project)?;
    build::extension(project)?;
    build::parts(project)?;
    test::tools(project)?;
    println!("bench: measuring (five minutes; leave the computer alone)");
    let look_ups = process::run(
        // The way to the node and back is what takes time here.
        &mut project.cargo(&["bench", "--locked", "--profile", "dev", "--package", "measure", "--bench", "look_ups"]),
        Limit::Silence(Duration::from_mins(15)),
        Show::Errors,
    )?
    .succeeded("cargo bench")?;
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
    let browser = serde_json::from_str(&said).context("bench/run.mjs")?;
    let look_ups = look_ups.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
    let figures = Figures { browser, look_ups, sizes: sizes(project)? };
    fs::write(project.path(FIGURES), serde_json::to_string_pretty(&figures)? + "\n").context(FIGURES)?;
    let document = figures.document();
    fs::write(project.path(DOCUMENT), &document).context(DOCUMENT)?;
    println!("{document}\nbench: written to {DOCUMENT} and {FIGURES}");
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
    /// What tools/measure says, line by line.
    look_ups: Vec<String>,
    sizes: Sizes,
}

/// What bench/run.mjs says.
#[derive(Serialize, Deserialize)]
struct Browser {
    machine: Machine,
    seconds: u32,
    browser: String,
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
struct Row {
    section: Section,
    what: String,
    unit: Unit,
    /// The same for a fixed piece of work in the same turns, where there were turns.
    noise: Option<Spread>,
    found: BTreeMap<String, Spread>,
}

/// What the rows of a table have in common, in the order of the document.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Section {
    Peers,
    Wallets,
    Memory,
    Page,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Ms,
    Bytes,
    Times,
}

#[derive(Serialize, Deserialize)]
struct Spread {
    median: f64,
    least: f64,
    most: f64,
    turns: u32,
}

impl Spread {
    fn text(&self, unit: Unit) -> String {
        let unit = match unit {
            Unit::Ms => "ms",
            Unit::Bytes => "bytes",
            Unit::Times => "times",
        };
        match self.turns {
            1 => format!("{:.1} {unit}", self.median),
            _ => format!("{:.1} {unit} ({:.1} – {:.1})", self.median, self.least, self.most),
        }
    }
}

impl Section {
    const ALL: [Self; 4] = [Self::Peers, Self::Wallets, Self::Memory, Self::Page];

    /// What it is called, and what its rows are.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Peers => (
                "Beside others",
                "What stands in one row was measured in turns (A B A B) in one worker, after its outputs were compared.",
            ),
            Self::Wallets => (
                "Wallets",
                "The engine as it is shipped, in a worker without a page; files from `tools/hostile`. Making the file's key is taken out \
                 of every time; out of *unlock*, what unlocking an empty vault takes. A preview is there for 300 ms before it is brought in, less than \
                 anybody reads for.",
            ),
            Self::Memory => (
                "Memory",
                "The most beyond a fresh vault, as times the length of the 18 MB file. The engine's own memory never shrinks, so it is its peak; \
                 the whole process has the page and what the browser keeps as well.",
            ),
            Self::Page => (
                "The page",
                "The extension as it is shipped. A page stands still while one task keeps its thread; what takes less than 50 ms is not seen \
                 by the browser, and is 0 here.",
            ),
        }
    }
}

impl Figures {
    fn document(&self) -> String {
        let Browser { machine, seconds, browser, rows } = &self.browser;
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`, which measures what is shipped, in a browser. Never by hand.\n\n\
             {browser}; {}, {} cores; load before {:.1}, after {:.1} (a quiet computer has less than {}); {seconds} s. Each figure is a \
             median, with the least and the most. *Noise* is the same for a fixed piece of work: what varies there, the computer did.\n",
            machine.processor, machine.cores, machine.load_before, machine.load_after, machine.cores,
        );
        // Writing into a text does not fail.
        for section in Section::ALL {
            let (title, words) = section.words();
            let _ = write!(
                text,
                "\n## {title}\n\n{words}\n\n| what | who or how much | found | noise |\n|---|---|---|---|\n"
            );
            for row in rows.iter().filter(|row| row.section == section) {
                let noise = row.noise.as_ref().map(|noise| noise.text(Unit::Ms)).unwrap_or_default();
                for (who, found) in &row.found {
                    let _ = writeln!(text, "| {} | {who} | {} | {noise} |", meaning(&row.what), found.text(row.unit));
                }
            }
        }
        let _ = write!(text, "\n## Look-ups\n\nWithout a browser, over a distance (`tools/measure`).\n\n");
        for line in &self.look_ups {
            let _ = writeln!(text, "- {line}");
        }
        text.push_str("\n## Sizes\n\n| size | bytes |\n|---|---|\n");
        for (name, bytes) in &self.sizes {
            let _ = writeln!(text, "| {name} | {bytes} |");
        }
        text
    }
}

fn meaning(what: &str) -> &str {
    match what {
        "argon2id" => "Argon2id, 64 MiB, 3 passes",
        "pbkdf2" => "PBKDF2-SHA-256, 600,000 rounds",
        "cbc" => "AES-256-CBC, opening 13.6 MB",
        "gcm" => "AES-256-GCM, sealing 13.6 MB",
        "credential-ids" => "25 credential ids",
        "list" => "list of 1,000,000 accounts",
        "open" => "file and password to preview",
        "click" => "a click on a choice of the preview",
        "apply" => "preview to vault",
        "save" => "one contact's name changed and saved",
        "unlock" => "vault to records",
        "sent" => "what that change sends to the page",
        "memory" => "memory",
        "opening" => "opening the page",
        "stands-still" => "longest time that the page stands still",
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
        let said = r#"{"machine":{"processor":"P","cores":2,"loadBefore":7.25,"loadAfter":8},"seconds":300,"browser":"Chrome/1",
            "rows":[{"section":"peers","what":"argon2id","unit":"ms","noise":{"median":50,"least":49,"most":60,"turns":9},
                     "found":{"ours":{"median":200,"least":190,"most":300,"turns":9},"hash-wasm":{"median":250,"least":240,"most":260,"turns":9}}},
                    {"section":"memory","what":"memory","unit":"times","noise":null,
                     "found":{"engine":{"median":7.5,"least":7.5,"most":7.5,"turns":1}}}]}"#;
        let figures = Figures {
            browser: serde_json::from_str(said).unwrap(),
            look_ups: vec!["50 look-ups: 0.3 s".into()],
            sizes: Sizes::from([("zip".into(), 42)]),
        };
        let document = figures.document();
        for part in [
            "load before 7.2, after 8.0",
            "| ours | 200.0 ms (190.0 – 300.0) | 50.0 ms",
            "| hash-wasm | 250.0 ms",
            "| engine | 7.5 times |",
            "- 50 look-ups: 0.3 s",
            "| zip | 42 |",
        ] {
            assert!(document.contains(part), "{part} is not in:\n{document}");
        }
    }
}
