//! Looks into backup files on the command line: what they are, whether they open, and what is worth knowing about them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use lifeboat::backup::{self, FileContents, LockedFile, Opened};
use lifeboat::custody;
use lifeboat::fault::Coded;
use lifeboat::model::{Common, Counts, Format, GenesisHash, Network, NetworkRecords};
use lifeboat::secret::Password;

/// Looks into backup files. Writes nothing.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Says what a file is, without its password.
    Recognise {
        /// The file.
        file: PathBuf,
    },
    /// Opens a file and says what is in it. One that is not encrypted needs no password.
    Open {
        /// The file.
        file: PathBuf,
        /// Read the password from the first line of the standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Recognise { file } => recognise(&file),
        Task::Open { file, password_stdin } => open(&file, password_stdin),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn recognise(file: &Path) -> Result<()> {
    match LockedFile::read(&name_of_file(file), &read(file)?) {
        Ok(read) => {
            println!(
                "{}",
                read.format().map_or("locked by the Desktop Wallet, a phone wallet or a tool of Concordium", words)
            );
            if !read.is_encrypted() {
                println!("  not encrypted");
            }
            if let Some(ms) = read.created_at_ms() {
                println!("  made {ms} ms after the beginning of 1970 (UTC)");
            }
        }
        Err(error) => refuse(&error)?,
    }
    Ok(())
}

fn open(file: &Path, password_stdin: bool) -> Result<()> {
    let bytes = read(file)?;
    let opened = LockedFile::read(&name_of_file(file), &bytes).and_then(|read| match read.is_encrypted() {
        true => Ok(None),
        false => read.open_plain().map(Some),
    });
    let opened = match opened {
        Ok(None) => backup::open(&bytes, &password(password_stdin)?),
        Ok(Some(opened)) => Ok(opened),
        Err(error) => Err(error),
    };
    match opened {
        Ok(opened) => show(&opened),
        Err(error) => refuse(&error)?,
    }
    Ok(())
}

fn show(opened: &Opened) {
    println!("{}", words(opened.format));
    match &opened.contents {
        FileContents::Placed(wallet) => {
            println!("devices: {}", wallet.devices.len());
            for (genesis, records) in &wallet.networks {
                println!("network {}", name_of(*genesis));
                print_records(records);
            }
        }
        FileContents::NetworkUnknown(unplaced) => {
            println!("devices: {}", unplaced.devices().len());
            println!("network not named in the file");
            print_records(unplaced.records());
        }
    }
    for notice in &opened.notices {
        // Names are the person's own words: they stay out of terminals and logs.
        let facts = notice.fields.iter().filter(|(field, _)| **field != "names");
        let facts: Vec<_> = facts.map(|(field, value)| format!("{field}={value}")).collect();
        println!("notice {} {}", notice.code, facts.join(" "));
    }
}

const fn words(format: Format) -> &'static str {
    match format {
        Format::LifeboatBackup => "Lifeboat backup",
        Format::DesktopWallet => "Desktop Wallet export",
        Format::PhoneWallet => "phone wallet export",
        Format::BrowserKey => "keys of one account, as browser and phone wallets write them",
        Format::ContactsTable => "contacts in a table",
        Format::GenesisKey => "keys of one account, as Concordium's tools write them",
    }
}

fn print_records(records: &NetworkRecords) {
    let counts = Counts::default().plus(records);
    let Counts { devices: _, identities, accounts, credentials, cosigners, contacts } = counts;
    println!("  identities: {identities}");
    println!("  accounts: {accounts}");
    print_keys(records);
    println!("  credentials: {credentials}");
    println!("  cosigners: {cosigners}");
    println!("  contacts: {contacts}");
}

/// How many accounts can sign with what is in the file. No key, and none of its letters.
fn print_keys(records: &NetworkRecords) {
    let with_keys: Vec<_> = records.accounts.values().filter(|account| account.keys.is_some()).collect();
    if with_keys.is_empty() {
        return;
    }
    println!("  accounts with keys: {}", with_keys.len());
    let sound = with_keys.iter().filter(|account| {
        let credentials = records.credentials.values().filter(|one| one.account == account.key);
        custody::are_sound(account, &credentials.map(Common::record).collect::<Vec<_>>())
    });
    println!("  accounts whose keys pass the checks: {}", sound.count());
}

fn name_of(genesis: GenesisHash) -> String {
    match Network::of(genesis) {
        Some(Network::Mainnet) => "mainnet".into(),
        Some(Network::Testnet) => "testnet".into(),
        Some(Network::Stagenet) => "stagenet".into(),
        None => genesis.to_string(),
    }
}

fn name_of_file(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn refuse(error: &backup::BackupError) -> Result<()> {
    bail!("{}: {error}", error.code())
}

/// Reads no more than is ever opened, and one byte to notice that there is more.
fn read(file: &Path) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    opened.take(backup::MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn password(from_stdin: bool) -> Result<Password> {
    if !from_stdin {
        return Ok(Password::new(rpassword::prompt_password("Password: ")?));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    // The line's end is not part of the password; every other blank is.
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(Password::new(line))
}
