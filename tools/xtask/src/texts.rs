//! The texts in other languages: what is open, and translations coming in. What a translation has to keep, the crate `translations` knows.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use clap::Subcommand;
use translations::{Catalogue, Ordered};

use crate::project::Project;

#[derive(Subcommand)]
pub(crate) enum Texts {
    /// How each language stands.
    State,
    /// What a language does not say yet, or says of English that was changed since: JSON on the terminal, {key: {english, description, before}}.
    Open {
        language: String,
        /// Only a part of it, as 2/4: for several who translate at once.
        #[arg(long, value_parser = part, default_value = "1/1")]
        part: (usize, usize),
    },
    /// Take translations in: a JSON file, {key: text}. Those with a fault are refused by name; the others are taken.
    Merge { language: String, file: std::path::PathBuf },
}

/// Answers whether all was in order.
pub(crate) fn run(project: &Project, texts: &Texts) -> Result<bool> {
    let catalogue = Catalogue::read(&project.path(""))?;
    match texts {
        Texts::State => state(&catalogue),
        Texts::Open { language, part } => open(&catalogue, language, *part).map(|()| true),
        Texts::Merge { language, file } => merge(&catalogue, language, file),
    }
}

fn state(catalogue: &Catalogue) -> Result<bool> {
    let mut in_order = true;
    for language in catalogue.translated() {
        let (open, faults) = (catalogue.open(&language)?.0, catalogue.faults(&language)?);
        let changed = open.iter().filter(|(_, open)| open.before.is_some()).count();
        println!(
            "{language}: {} texts; {} are missing, {changed} were made from other English, {} are wrong",
            catalogue.count(&language),
            open.len() - changed,
            faults.len()
        );
        for fault in &faults {
            println!("  {fault}");
        }
        in_order &= open.is_empty() && faults.is_empty();
    }
    Ok(in_order)
}

fn open(catalogue: &Catalogue, language: &str, (part, of): (usize, usize)) -> Result<()> {
    let open = catalogue.open(language)?.0;
    let size = open.len().div_ceil(of);
    let open = Ordered(open.into_iter().skip(size * (part - 1)).take(size).collect());
    // Whoever reads only the beginning, as `head` does, has had enough: that is no fault.
    match writeln!(io::stdout().lock(), "{}", serde_json::to_string_pretty(&open)?) {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(fault).context("the terminal"),
        _ => Ok(()),
    }
}

fn merge(catalogue: &Catalogue, language: &str, file: &Path) -> Result<bool> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let translations: BTreeMap<String, String> =
        serde_json::from_str(&text).context("a file of translations is {\"key\": \"text\", …}")?;
    let merged = catalogue.merge(language, &translations)?;
    let path = catalogue.path(language);
    fs::write(&path, merged.file).with_context(|| path.display().to_string())?;
    println!("texts: {} taken into {}", merged.taken, path.display());
    for refused in &merged.refused {
        println!("refused: {refused}");
    }
    Ok(merged.refused.is_empty())
}

fn part(text: &str) -> Result<(usize, usize)> {
    let (part, of) = text.split_once('/').context("a part is written as 2/4")?;
    let (part, of) = (part.parse()?, of.parse()?);
    ensure!(0 < part && part <= of, "there is no part {part} of {of}");
    Ok((part, of))
}
