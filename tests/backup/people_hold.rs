//! Files as people really hold them: whole ones with something around them, changed ones, and those that are no backup at all.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, GzBuilder};
use lifeboat::backup::{self, LockedFile, MAX_FILE, Opened};
use lifeboat::fault::Coded as _;
use lifeboat::model::Format;
use lifeboat::secret::Password;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/people-hold")
}

/// What becomes of a file: its format and notices, or the code of what it is.
type Fate = Result<(Format, &'static [&'static str]), &'static str>;

const EXPECTED: &[(&str, Fate)] = &[
    ("desktop-export-and-one-nul.json", Ok((Format::DesktopWallet, &["backup-passed-over"]))),
    ("desktop-export-after-eight-nuls.json", Ok((Format::DesktopWallet, &["backup-passed-over"]))),
    ("account-keys-genesis-format.json", Ok((Format::GenesisKey, &[]))),
    ("account-keys-genesis-format-encrypted.json", Ok((Format::GenesisKey, &[]))),
    ("phone-export-decrypted.json", Ok((Format::PhoneWallet, &[]))),
    ("desktop-export-with-curly-quotes.json", Ok((Format::DesktopWallet, &["backup-was-typed-over"]))),
    ("desktop-export-saved-as-rich-text.rtf", Ok((Format::DesktopWallet, &["backup-was-rich-text"]))),
    ("desktop-export-saved-as-web-page.html", Ok((Format::DesktopWallet, &["backup-passed-over"]))),
    ("desktop-export-in-a-json-string.json", Ok((Format::DesktopWallet, &["backup-was-json-text"]))),
    ("desktop-export-in-a.zip", Ok((Format::DesktopWallet, &["backup-was-in-zip"]))),
    ("desktop-export-in-a-mail.eml", Ok((Format::DesktopWallet, &["backup-was-in-mail"]))),
    ("phone-export-with-mail-footer.concordiumwallet", Ok((Format::PhoneWallet, &["backup-passed-over"]))),
    ("recovery-phrase.txt", Err("other-recovery-words")),
    ("concordium-desktop-wallet-database.sqlite3", Err("other-database")),
    ("validator-credentials.json", Err("other-validator-keys")),
    ("concordium-client-config-backup.json", Err("other-client-backup")),
    ("contacts-from-a-spreadsheet.csv", Ok((Format::ContactsTable, &[]))),
];

#[test]
fn every_file_of_the_folder_opens_or_is_named() {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder().join("manifest.json")).unwrap()).unwrap();
    let manifest = manifest.as_array().unwrap();
    assert_eq!(manifest.len(), EXPECTED.len());
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), EXPECTED.len() + 1);
    for (entry, (file, expected)) in manifest.iter().zip(EXPECTED) {
        assert_eq!(entry["file"], *file);
        let bytes = std::fs::read(folder().join(file)).unwrap();
        let read = LockedFile::read(file, &bytes);
        match (expected, read) {
            (Ok((format, of_whole)), Ok(read)) => {
                let password = entry["password"].as_str();
                assert_eq!(read.is_encrypted(), password.is_some(), "{file}");
                let opened = password.map_or_else(|| read.open_plain(), |password| open(&bytes, password)).unwrap();
                assert_eq!(opened.format, *format, "{file}");
                let codes = codes(&opened);
                assert_eq!(of_whole_file(&codes), *of_whole, "{file}: {codes:?}");
                assert!(!opened.contents.clone().on(lifeboat::model::Network::Mainnet.genesis()).networks.is_empty());
                assert!(entry["expect"] != "open" || of_whole.is_empty(), "{file}");
            }
            (Err(code), Err(error)) => assert_eq!(error.code(), *code, "{file}"),
            (expected, read) => panic!("{file}: expected {expected:?}, got {read:?}"),
        }
    }
}

fn open(bytes: &[u8], password: &str) -> Result<Opened, backup::BackupError> {
    backup::open(bytes, &Password::new(password.into()))
}

fn codes(opened: &Opened) -> Vec<&'static str> {
    opened.notices.iter().map(|notice| notice.code).collect()
}

/// Those that say what was done to the file as a whole.
fn of_whole_file(codes: &[&'static str]) -> Vec<&'static str> {
    codes.iter().copied().filter(|code| code.starts_with("backup-")).collect()
}

/// An export as the Desktop Wallet wrote it.
fn export() -> Vec<u8> {
    let bytes = std::fs::read(folder().join("desktop-export-and-one-nul.json")).unwrap();
    bytes.strip_suffix(b"\0").unwrap().to_vec()
}

/// What is undone of a file; and that the very same lock comes out.
fn undone(bytes: &[u8]) -> Vec<&'static str> {
    let opened = open(bytes, "tiny-password").unwrap();
    let plain = open(&export(), "tiny-password").unwrap();
    assert_eq!((opened.format, &opened.contents), (plain.format, &plain.contents));
    of_whole_file(&codes(&opened))
}

fn refused(name: &str, bytes: &[u8]) -> &'static str {
    LockedFile::read(name, bytes).unwrap_err().code()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in files {
        let (mut entry, config) =
            archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn quoted_printable(text: &str) -> String {
    let escaped = text.replace('=', "=3D");
    let lines: Vec<_> = escaped.as_bytes().chunks(70).map(|line| String::from_utf8(line.to_vec()).unwrap()).collect();
    // An escape is never broken.
    lines.join("=\r\n").replace("=\r\n3D", "=3D=\r\n").replace("=3=\r\nD", "=3D=\r\n")
}

#[test]
fn what_programs_do_without_loss_is_undone() {
    let text = String::from_utf8(export()).unwrap();
    let base64 = STANDARD.encode(&text);
    let lines: Vec<_> = base64.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let entities = text.replace('"', "&quot;").replace('=', "&#61;");
    let wrapped: Vec<_> = text.as_bytes().chunks(900).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let printable = quoted_printable(&text);
    let in_mail = format!("Subject: backup\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{printable}\r\n");
    let multipart = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\
         Content-Transfer-Encoding: 7bit\r\n\r\nHere it is\r\n--x\r\ncontent-transfer-encoding: BASE64\r\n\
         Content-Disposition: attachment\r\n\r\n{}\r\n--x--\r\n",
        lines.join("\r\n")
    );
    for (what, bytes, expected) in [
        ("junk", format!("\u{1f980} {text}\":\"AES-256\"}}}}").into_bytes(), "backup-passed-over"),
        ("zeros", [&[0; 4096], export().as_slice(), &[0; 4096]].concat(), "backup-passed-over"),
        ("UTF-16 without its mark", utf16, "backup-was-utf16"),
        ("a text in JSON", serde_json::to_string(&text).unwrap().into_bytes(), "backup-was-json-text"),
        ("the same without quotes", text.replace('"', "\\\"").into_bytes(), "backup-was-json-text"),
        ("base64", lines.join("\r\n").into_bytes(), "backup-was-encoded"),
        ("quoted-printable", printable.clone().into_bytes(), "backup-was-encoded"),
        ("a mail", in_mail.into_bytes(), "backup-was-in-mail"),
        ("an attachment", multipart.into_bytes(), "backup-was-in-mail"),
        ("entities", format!("<html><body><pre>{entities}</pre></body></html>").into_bytes(), "backup-was-web-page"),
        ("broken lines", wrapped.join("\r\n").into_bytes(), "backup-was-typed-over"),
        ("quotes", text.replace('"', "\u{ab}").into_bytes(), "backup-was-typed-over"),
        ("a zip", zip(&[("wallet-export.json", text.as_bytes())]), "backup-was-in-zip"),
        ("a gzip", gzip(text.as_bytes()), "backup-was-in-gzip"),
    ] {
        assert_eq!(undone(&bytes), [expected], "{what}");
    }
    // One around the other.
    let nested = zip(&[("mail.eml.gz", &gzip(format!("Hi!\n{text}\n-- \nme").as_bytes()))]);
    assert_eq!(undone(&nested), ["backup-was-in-zip", "backup-was-in-gzip", "backup-passed-over"]);
}

#[test]
fn a_packed_file_opens_when_it_holds_one_backup_and_says_what_it_holds_otherwise() {
    let export = export();
    let other = std::fs::read(folder().join("phone-export-with-mail-footer.concordiumwallet")).unwrap();
    let beside: [(&str, &[u8]); 4] = [
        ("a/wallet-export.json", &export),
        ("__MACOSX/a/._wallet-export.json", b"\0\x05\x16\x07"),
        ("a/.DS_Store", b"\0\0\0\x01Bud1"),
        ("a/read me.txt", b"keep this safe"),
    ];
    assert_eq!(undone(&zip(&beside)), ["backup-was-in-zip"]);
    assert_eq!(refused("", &zip(&[("1.json", &export), ("2.concordiumwallet", &other)])), "backup-several");
    assert_eq!(refused("", &zip(&[("a.txt", b"nothing")])), "backup-packed-without");
    assert_eq!(refused("", &zip(&[("._x", b"nothing")])), "backup-packed-without");
    assert_eq!(refused("", &zip(&[("words.txt", "abandon ".repeat(24).as_bytes())])), "other-recovery-words");
    assert_eq!(refused("", &gzip(b"nothing")), "backup-packed-without");
    assert_eq!(refused("", b"PK\x03\x04 and then nothing"), "backup-packed-without");
    let mut locked = zip(&[("wallet-export.json", &export)]);
    let directory = locked.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert_eq!(refused("", &locked), "backup-packed-with-password");
    // A flipped bit in what was packed: the checksum tells.
    let mut damaged = gzip(&export);
    let at = damaged.len() / 2;
    damaged[at] ^= 0x10;
    assert_eq!(refused("", &damaged), "backup-packed-damaged");
    // What was packed is whole, and the checksum is another one.
    let mut damaged = gzip(&export);
    let at = damaged.len() - 8;
    damaged[at] ^= 1;
    assert_eq!(refused("", &damaged), "backup-packed-damaged");
    let mut damaged = zip(&[("wallet-export.json", &export)]);
    damaged[directory + 16] ^= 1;
    assert_eq!(refused("", &damaged), "backup-packed-damaged");
}

#[test]
fn a_gzip_opens_whatever_its_header_says() {
    let export = export();
    let header = || GzBuilder::new().mtime(1_700_000_000);
    for builder in [
        header().filename("wallet-export.json"),
        header().comment("from the old phone"),
        header().extra(vec![b'L', b'B', 1, 0, 7]),
        header().extra(vec![b'L', b'B', 0, 0]).filename("wallet-export.json").comment("from the old phone"),
    ] {
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(&export).unwrap();
        let mut packed = encoder.finish().unwrap();
        assert_eq!(undone(&packed), ["backup-was-in-gzip"]);
        // More behind it is no part of it.
        packed.extend_from_slice(&[0; 512]);
        assert_eq!(undone(&packed), ["backup-was-in-gzip"]);
        // Cut off in its header.
        assert_eq!(refused("", &packed[..14]), "backup-packed-damaged");
        // A part that nobody knows.
        packed[3] |= 0x80;
        assert_eq!(refused("", &packed), "backup-packed-damaged");
    }
}

#[test]
#[ignore = "unpacks more than a file may be: two seconds"]
fn what_unpacks_to_more_than_a_file_may_be_is_not_unpacked() {
    let zeros = vec![0_u8; MAX_FILE + 1];
    assert_eq!(refused("", &gzip(&zeros)), "backup-packed-without");
    assert_eq!(refused("", &zip(&[("a.json", &zeros)])), "backup-packed-without");
    // A smaller one that says it is larger, or the other way round, is not believed.
    let mut liar = zip(&[("a.json", &zeros[..1_000_000])]);
    let directory = liar.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    liar[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(refused("", &liar), "backup-packed-damaged");
}

#[test]
fn a_part_of_a_damaged_file_is_never_taken_for_a_whole_one() {
    let decrypted = std::fs::read_to_string(folder().join("phone-export-decrypted.json")).unwrap();
    // Each account in it looks like a key file of its own, each identity has a list of accounts.
    for at in [1, decrypted.len() / 3, decrypted.len() / 2, decrypted.len() - 2] {
        let cut = decrypted.get(..at).unwrap();
        assert_eq!(refused("", cut.as_bytes()), "backup-cut-short", "{at}");
        let broken = format!("{cut}\u{1}{}", decrypted.get(at..).unwrap());
        let code = refused("", broken.as_bytes());
        assert!(["backup-not-json", "backup-cut-short"].contains(&code), "{at}: {code}");
    }
}

#[test]
fn what_an_editor_lost_is_named() {
    let decrypted = std::fs::read_to_string(folder().join("phone-export-decrypted.json")).unwrap();
    let curly = decrypted.replace('"', "\u{201d}");
    assert_eq!(refused("", curly.as_bytes()), "backup-typed-over", "in a name a quotation mark may be meant");
    assert_eq!(refused("", br"{\rtf1\ansi Hello}"), "backup-typed-over");
}

/// Bit by bit would take long: every byte of a file of ours is changed once, and something is put around it.
#[test]
fn authentication_of_our_own_files_still_decides() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/backup-v1");
    let whole = std::fs::read(folder.join("everything.json")).unwrap();
    let around = [b"\0\0".as_slice(), &whole, b"-- me"].concat();
    let read = LockedFile::read("", &around).unwrap();
    assert_eq!(read.format(), Some(Format::LifeboatBackup));
    let mut codes = BTreeSet::new();
    let middle = whole.iter().position(|byte| *byte == b'{').unwrap() + 40..whole.len() - 10;
    for at in middle.step_by(97) {
        let mut changed = around.clone();
        changed[at + 2] ^= 1;
        codes.insert(LockedFile::read("", &changed).unwrap_err().code());
    }
    assert!(codes.contains("backup-damaged"), "{codes:?}");
}

fn key_file() -> Vec<u8> {
    std::fs::read(folder().join("account-keys-genesis-format.json")).unwrap()
}

#[test]
fn of_two_backups_in_one_file_none_is_opened_in_silence() {
    let export = export();
    let phone = std::fs::read(folder().join("phone-export-with-mail-footer.concordiumwallet")).unwrap();
    let key = key_file();
    // The same keys under another threshold: another file.
    let other = String::from_utf8(key.clone()).unwrap().replacen("\"threshold\"", " \"threshold\"", 1).into_bytes();
    for (what, one, two) in
        [("two locks", &export, &phone), ("two key files", &key, &other), ("one of each", &key, &export)]
    {
        for between in ["", "\r\n", "\n-- \nand the other one:\n", "\0\0\0\0"] {
            let both = [one.as_slice(), between.as_bytes(), two.as_slice()].concat();
            assert_eq!(refused("", &both), "backup-several", "{what} {between:?}");
            let turned = [two.as_slice(), between.as_bytes(), one.as_slice()].concat();
            assert_eq!(refused("", &turned), "backup-several", "{what} {between:?}");
        }
        assert_eq!(
            refused("", &zip(&[("a/1.json", one.as_slice()), ("b/2.json", two.as_slice())])),
            "backup-several",
            "{what}"
        );
        let both = [one.as_slice(), two.as_slice()].concat();
        assert_eq!(refused("", &zip(&[("1.json", both.as_slice())])), "backup-several", "{what}");
    }
    // The same one twice is one.
    assert_eq!(undone(&[export.as_slice(), b"\n", export.as_slice()].concat()), ["backup-passed-over"]);
    assert_eq!(undone(&zip(&[("1.json", &export), ("copy of 1.json", &export)])), ["backup-was-in-zip"]);
    let twice = backup::open_plain(&[key.as_slice(), b"\n", key.as_slice()].concat()).unwrap();
    assert_eq!(of_whole_file(&codes(&twice)), ["backup-passed-over"]);
    // Something else behind it is no backup.
    let with_json = [export.as_slice(), b"\n{\"name\":\"x\",\"metadata\":{\"a\":1}}"].concat();
    assert_eq!(undone(&with_json), ["backup-passed-over"]);
}

#[test]
fn words_are_named_however_they_are_saved() {
    let words = "abandon ".repeat(23) + "art";
    let numbered: String = words.split(' ').enumerate().map(|(at, word)| format!("{}. {word}\r\n", at + 1)).collect();
    let titled = format!("Concordium wallet - secret recovery phrase\r\n\r\n{}\r\n", words.to_uppercase());
    for text in [words, numbered, titled] {
        let units = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
        let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
        for bytes in [
            text.clone().into_bytes(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", little.as_slice()].concat(),
            [b"\xfe\xff", big.as_slice()].concat(),
            little,
            big,
            format!("{{\\rtf1\\ansi {}}}", text.replace('\n', "\\par\n")).into_bytes(),
            format!("<html><body><p>{text}</p></body></html>").into_bytes(),
            zip(&[("words.txt", text.as_bytes())]),
            gzip(text.as_bytes()),
        ] {
            assert_eq!(refused("notes.txt", &bytes), "other-recovery-words", "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn what_is_damaged_in_a_zip_is_named() {
    let export = export();
    let spoilt = |files: &[(&str, &[u8])]| {
        let mut bytes = zip(files);
        // In what the first one was packed to.
        let at = bytes.windows(files[0].0.len()).position(|name| name == files[0].0.as_bytes()).unwrap();
        bytes[at + files[0].0.len() + 40] ^= 0x10;
        bytes
    };
    let error = LockedFile::read("", &spoilt(&[("wallet-export.json", &export)])).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("wallet-export.json")), ("backup-packed-damaged", true));
    let key = key_file();
    let beside = spoilt(&[("wallet-export.json", &export), ("keys.json", &key)]);
    let opened = backup::open_plain(&beside).unwrap();
    assert_eq!(of_whole_file(&codes(&opened)), ["backup-was-in-zip", "backup-beside-damaged"]);
}

#[test]
fn in_a_zip_the_same_is_a_backup_as_outside() {
    let export = export();
    let with = |other: &[u8]| undone(&zip(&[("wallet-export.json", &export), ("other.json", other)]));
    for other in [
        br#"{"metadata":{"name":"x"},"dependencies":{}}"#.as_slice(),
        br#"{"metadata":"x"}"#,
        br#"{"metaData":[]}"#,
        br#"{"name":"x","image":"y","metadata":{"version":"1"}}"#,
    ] {
        assert_eq!(refused("other.json", other), "backup-not-recognised");
        assert_eq!(with(other), ["backup-was-in-zip"]);
    }
    let damaged = br#"{"metadata":{"iterations":10000,"salt":"AA=="}}"#;
    assert_eq!(refused("", damaged), "envelope-missing-ciphertext");
    assert_eq!(refused("", &zip(&[("wallet-export.json", damaged)])), "envelope-missing-ciphertext");
}

#[test]
fn what_else_people_hold_has_its_name() {
    let text = String::from_utf8(export()).unwrap();
    let quoted: String =
        text.as_bytes().chunks(70).map(|line| format!("> > {}\r\n", String::from_utf8_lossy(line))).collect();
    let with_comma = text.replace("}}", "},\r\n}");
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap();
    let source: String = pretty
        .lines()
        .enumerate()
        .map(|(at, line)| {
            format!(
                "<tr><td class=\"line-number\" value=\"{at}\"></td><td class=\"line-content\">{}</td></tr>",
                line.replace('"', "&quot;")
            )
        })
        .collect();
    let tar = [&[b'w'; 100][..], &[0; 157], b"ustar\x0000", &[0; 247], text.as_bytes(), &[0; 1024]].concat();
    for (name, bytes) in [
        ("answered mail", format!("On Monday you wrote:\r\n> > Hello,\r\n{quoted}\r\nThanks!").into_bytes()),
        ("wallet-export.json.txt", format!("\u{feff}{}\r\n", pretty.replace('\n', "\r\n")).into_bytes()),
        ("a comma of an editor", with_comma.into_bytes()),
        ("single quotes", text.replace('"', "'").into_bytes()),
        ("curly single quotes", text.replace('"', "\u{2019}").into_bytes()),
        (
            "source of a page",
            format!("<html><head><style>td {{ color: red }}</style></head><body><table>{source}</table></body></html>")
                .into_bytes(),
        ),
        ("a tar", tar.clone()),
        ("a tar.gz", gzip(&tar)),
        (
            "rich text of a Mac",
            format!(
                "{{\\rtf1\\ansi\\ansicpg1252\\cocoartf2709\n{{\\fonttbl\\f0 Helvetica;}}\n\\f0\\fs24 \\cf0 {}}}",
                text.replace('{', "\\{").replace('}', "\\}")
            )
            .into_bytes(),
        ),
        ("wallet-export.json.crdownload", text.clone().into_bytes()),
    ] {
        let opened = open(&bytes, "tiny-password").unwrap_or_else(|why| panic!("{name}: {}", why.code()));
        assert_eq!(opened.contents, open(text.as_bytes(), "tiny-password").unwrap().contents, "{name}");
    }
    for (name, bytes, expected) in [
        ("wallet-export.json", b"".as_slice(), "backup-empty"),
        ("wallet-export.json", &[0; 5000], "other-blank"),
        ("wallet-export.json", &text.as_bytes()[..text.len() / 2], "backup-cut-short"),
        ("wallet-export.json.crdownload", &text.as_bytes()[..text.len() / 2], "other-unfinished-download"),
        (".wallet-export.json.icloud", b"bplist00\xd1\x01\x02", "other-cloud-placeholder"),
        ("Screenshot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "other-picture"),
        ("phrase.pdf", b"%PDF-1.7\n", "other-printed-document"),
        ("backup.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "backup-packed-otherwise"),
        ("backup.rar", b"Rar!\x1a\x07\x01\0", "backup-packed-otherwise"),
        ("rates.csv", b"Day,Rate\r\n2026-11-23,0.004\r\n", "other-table"),
        (
            "contacts.csv",
            b"Name,Address\r\nS\xf8ren,3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G\r\n",
            "other-table-old-letters",
        ),
        (
            "sign in.html",
            b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>",
            "other-web-page",
        ),
        (
            "UTC--2021.json",
            br#"{"version":3,"id":"1","address":"00","Crypto":{"ciphertext":"aa","kdf":"scrypt","mac":"bb"}}"#,
            "other-foreign-wallet",
        ),
        ("vault.json", br#"{"data":"AAAA","iv":"BBBB","salt":"CCCC"}"#, "other-foreign-wallet"),
        ("app.json", br#"{"data":{"settings":{},"user":{},"accounts":[]}}"#, "other-ledger-wallet"),
        ("mail.asc", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "other-encrypted-elsewhere"),
        (
            "baker.json",
            br#"{"bakerId":1,"aggregationSignKey":"00","electionPrivateKey":"00","signatureSignKey":"00"}"#,
            "other-validator-keys",
        ),
    ] {
        assert_eq!(refused(name, bytes), expected, "{name}");
    }
}
