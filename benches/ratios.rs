//! Speed as ratios within one run: what is compared runs in turns, the fastest of each counts.
#![expect(clippy::print_stdout, reason = "a measurement says what it found")]
#![expect(clippy::expect_used, reason = "fixed inputs that are known to be right")]
#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ark_bls12_381::{Fr, G1Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{Field, PrimeField};
use ark_serialize::CanonicalSerialize;
use futures_executor::block_on;
use lifeboat::backup;
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::crypto::entropy::Entropy;
use lifeboat::custody::{self, Checked};
use lifeboat::merge::{self, Choices};
use lifeboat::model::{CredentialId, KeyVersion, Network, Wallet};
use lifeboat::node::{HttpHead, ListMethod, ListReader, ListTransport, NodeError, Wanted, query};
use lifeboat::secret::{Password, PrfKeySeed};
use lifeboat::session::wallet::present;
use lifeboat::vault::{self, Contents};
use sha2::{Digest, Sha256};

const ROUNDS: usize = 15;

fn main() {
    credential_ids();
    account_list();
    records();
    keys();
}

/// All credential ids of one identity index: the table against one plain multiplication after the other.
fn credential_ids() {
    let point = G1Affine::generator();
    let mut commitment_key = Vec::new();
    point.serialize_compressed(&mut commitment_key).expect("48 bytes");
    commitment_key.resize(96, 0);
    let seed = PrfKeySeed::new([7; 32]);
    let started = Instant::now();
    let generator = Generator::parse(&commitment_key).expect("the curve's own generator");
    println!("table of one network: {}", millis(started.elapsed()));

    let key = derive_prf_key(&seed, KeyVersion::V1);
    // EXPOSE: a made-up key.
    let scalar = Fr::from_be_bytes_mod_order(key.expose());
    let [mut table, mut plain] = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        table = table.min(timed(|| {
            for version in KeyVersion::ALL {
                black_box(derive_credential_ids(&generator, &derive_prf_key(&seed, version), 0..=24));
            }
        }));
        plain = plain.min(timed(|| {
            for number in (0..25_u64).chain(0..25) {
                let exponent = (scalar + Fr::from(number)).inverse().expect("not the neutral element");
                let mut id = Vec::new();
                (point * exponent).into_affine().serialize_compressed(&mut id).expect("48 bytes");
                black_box(id);
            }
        }));
    }
    let ratio = plain.as_secs_f64() / table.as_secs_f64();
    println!(
        "50 credential ids: {} with the table, {} one by one: {ratio:.1} times faster",
        millis(table),
        millis(plain)
    );
}

/// The private scan: a list of a million accounts in pieces as a network delivers them, against our ids.
fn account_list() {
    const ACCOUNTS: usize = 1_000_000;
    const PIECE: usize = 16 << 10;
    const REAL_NODE: f64 = 10_000.0;

    /// A reply that arrives in pieces.
    struct Reply(Vec<u8>);

    impl ListTransport for Reply {
        async fn list(
            &self,
            method: ListMethod,
            _: &[u8],
            each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
        ) -> Result<u64, NodeError> {
            let content_type = Some("application/grpc-web+proto".to_owned());
            let head = HttpHead { status: 200, content_type, ..HttpHead::default() };
            let mut reader = ListReader::begin(method, &head)?;
            for piece in self.0.chunks(PIECE) {
                reader = reader.feed(piece, each)?;
            }
            reader.finish()
        }
    }

    let mut body = Vec::new();
    for number in 0..ACCOUNTS {
        body.extend_from_slice(b"\0\0\0\0\x22\x0a\x20");
        body.extend_from_slice(&Sha256::digest(number.to_be_bytes()));
    }
    body.extend_from_slice(b"\x80\0\0\0\x0fgrpc-status:0\r\n");
    let reply = Reply(body);
    for (identities, ids) in [("one identity", 50), ("forty identities to their last number", 20_480_u32)] {
        let id = |number: u32| {
            let mut bytes = [0; 48];
            bytes.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
            CredentialId::new(bytes)
        };
        let wanted = Wanted::new((0..ids).map(id));
        let mut fastest = Duration::MAX;
        for _ in 0..ROUNDS / 3 {
            fastest = fastest.min(timed(|| {
                let scan = block_on(query::accounts_opened_by(&reply, &wanted, &mut |_| {}));
                assert_eq!(scan.map(|scan| scan.accounts), Ok(1_000_000));
            }));
        }
        let pace = f64::from(u32::try_from(ACCOUNTS).unwrap_or(u32::MAX)) / fastest.as_secs_f64();
        println!(
            "list of all accounts against {ids} ids ({identities}): {:.1} million accounts a second, {:.0} times a real node's pace",
            pace / 1e6,
            pace / REAL_NODE,
        );
    }
}

/// Ten times the records: how many times the work, where everything belongs to everything else.
fn records() {
    let times = [500, 5_000].map(|n| {
        let file = hostile::sealed(&hostile::Desktop::linked(n).document(), 1, hostile::Hash::Sha256);
        let password = Password::new(hostile::PASSWORD.into());
        let open = || backup::open(file.as_bytes(), &password).expect("made to be opened").contents;
        let incoming = open().on(Network::Mainnet.genesis());
        let current = Wallet::default();
        let plan = merge::plan(&current, &incoming);
        let key = vault::create(&password, &Contents::default(), &mut Counting(1)).expect("the memory is there").0;
        let contents = Contents { wallet: incoming.clone(), ..Contents::default() };
        let fastest = |work: &dyn Fn()| (0..3).map(|_| timed(work)).min().unwrap_or_default();
        [
            fastest(&|| drop(black_box(open()))),
            fastest(&|| drop(black_box(merge::plan(&current, &incoming)))),
            fastest(&|| drop(black_box(merge::apply(&current, &incoming, &plan, &Choices::default())))),
            fastest(&|| drop(black_box(vault::seal(&key, &contents, 2, &mut Counting(2))))),
            fastest(&|| drop(black_box(present::lists(&incoming)))),
        ]
    });
    let [some, more] = times;
    for ((what, some), more) in ["open", "plan", "apply", "save", "show"].into_iter().zip(some).zip(more) {
        let ratio = more.as_secs_f64() / some.as_secs_f64();
        println!("{what} 500 of each kind: {}, 5,000: {}, {ratio:.1} times", millis(some), millis(more));
    }
}

/// Keys in the wallet: checked one after the other, side by side, and again when nothing changed.
fn keys() {
    let file = hostile::sealed(&hostile::phone(0..1_000), 1, hostile::Hash::Sha256);
    let password = Password::new(hostile::PASSWORD.into());
    let opened = backup::open(file.as_bytes(), &password).expect("made to be opened");
    let wallet = opened.contents.on(Network::Mainnet.genesis());
    let accounts: Vec<_> = wallet.networks.values().flat_map(|records| records.accounts.values()).collect();
    let mut checked = Checked::default();
    let first = timed(|| {
        checked.look(&wallet);
        checked.go_on(&wallet, usize::MAX);
    });
    let again = timed(|| checked.look(&wallet));
    let one_by_one = timed(|| {
        for account in &accounts {
            black_box(custody::check_account(None, account, &[]));
        }
    });
    println!(
        "keys of {} accounts: {} side by side, {} one by one, {} when nothing changed",
        accounts.len(),
        millis(first),
        millis(one_by_one),
        millis(again)
    );
}

/// Anything but random: a measurement repeats itself.
struct Counting(u8);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
