//! Writes one hostile or very large file: `hostile KIND [N] > file`.
#![expect(clippy::print_stderr, reason = "a command line")]

use std::io::Write as _;
use std::process::ExitCode;

use hostile::{Desktop, Filling, Hash, costly_backup, costly_envelope, filled, phone, sealed};

const USAGE: &str = "hostile KIND [N] > file          password of every encrypted file: 123456
  links N       Desktop Wallet file: N Ledgers, identities, accounts, co-signers and contacts that point at each other
  contacts N    Desktop Wallet file: N entries of the address book
  wide          Desktop Wallet file of 18 MB: 200 identities, 5,000 accounts, 20,000 contacts, with all that is written of them
  phone N       phone file: N accounts with keys
  objects N     N MiB of the smallest objects around nothing; also: arrays, numbers
  inside N      N MiB of the smallest objects inside the encryption
  argon2        a Lifeboat header of 1 GiB and 16 passes
  long          a Lifeboat header of 1 GiB and 7 passes: as much as is ever done
  pbkdf2        10,000,000 rounds of SHA-512";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kind = arguments.first().map_or("", String::as_str);
    let n = arguments.get(1).and_then(|number| number.parse().ok()).unwrap_or(1);
    let in_envelope = |document: &str| sealed(document, 1, Hash::Sha256);
    let file = match kind {
        "links" => in_envelope(&Desktop::linked(n).document()),
        "contacts" => in_envelope(&Desktop { contacts: n, ..Desktop::default() }.document()),
        "wide" => in_envelope(&Desktop::wide().document()),
        "phone" => in_envelope(&phone(0..n)),
        "objects" => filled(r#""format":"x""#, Filling::Objects, n),
        "arrays" => filled(r#""format":"x""#, Filling::Arrays, n),
        "numbers" => filled(r#""format":"x""#, Filling::Numbers, n),
        "inside" => in_envelope(&filled(r#""accounts":[]"#, Filling::Objects, n)),
        "argon2" => costly_backup(1024 * 1024, 16),
        "long" => costly_backup(1024 * 1024, 7),
        "pbkdf2" => costly_envelope(10_000_000, Hash::Sha512),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match std::io::stdout().write_all(file.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
