//! Speed as ratios within one run: what is compared runs in turns, the median of each counts, and its range is said.
#![expect(clippy::print_stdout, reason = "a measurement says what it found")]
#![expect(clippy::expect_used, reason = "fixed inputs that are known to be right")]
#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use std::fmt;
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
    let read = started.elapsed();
    let key = derive_prf_key(&seed, KeyVersion::V1);
    // The table is made when it is first needed.
    let first = timed(|| drop(black_box(derive_credential_ids(&generator, &key, 0..=24))));
    let second = timed(|| drop(black_box(derive_credential_ids(&generator, &key, 0..=24))));
    println!("one network: read in {}, its table made in {}", millis(read), millis(first.saturating_sub(second)));

    // EXPOSE: a made-up key.
    let scalar = Fr::from_be_bytes_mod_order(key.expose());
    let [mut table, mut plain] = [const { Samples::new() }; 2];
    for _ in 0..ROUNDS {
        table.add(timed(|| {
            for version in KeyVersion::ALL {
                black_box(derive_credential_ids(&generator, &derive_prf_key(&seed, version), 0..=24));
            }
        }));
        plain.add(timed(|| {
            for number in (0..25_u64).chain(0..25) {
                let exponent = (scalar + Fr::from(number)).inverse().expect("not the neutral element");
                let mut id = Vec::new();
                (point * exponent).into_affine().serialize_compressed(&mut id).expect("48 bytes");
                black_box(id);
            }
        }));
    }
    let ratio = plain.median().as_secs_f64() / table.median().as_secs_f64();
    println!("50 credential ids: {table} with the table, {plain} one by one: {ratio:.1} times faster");
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
        let mut times = Samples::new();
        for _ in 0..ROUNDS / 3 {
            times.add(timed(|| {
                let scan = block_on(query::accounts_opened_by(&reply, &wanted, &mut |_| {}));
                assert_eq!(scan.map(|scan| scan.accounts), Ok(1_000_000));
            }));
        }
        let pace = f64::from(u32::try_from(ACCOUNTS).unwrap_or(u32::MAX)) / times.median().as_secs_f64();
        println!(
            "list of all accounts against {ids} ids ({identities}): {times}, {:.1} million accounts a second, {:.0} times a real node's pace",
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
        let times = |work: &dyn Fn()| Samples((0..5).map(|_| timed(work)).collect());
        [
            times(&|| drop(black_box(open()))),
            times(&|| drop(black_box(merge::plan(&current, &incoming)))),
            times(&|| drop(black_box(merge::apply(&current, &incoming, &plan, &Choices::default())))),
            times(&|| drop(black_box(vault::seal(&key, &contents, 2, &mut Counting(2))))),
            times(&|| drop(black_box(present::lists(&incoming)))),
        ]
    });
    let [some, more] = times;
    for ((what, some), more) in ["open", "plan", "apply", "save", "show"].into_iter().zip(some).zip(more) {
        let ratio = more.median().as_secs_f64() / some.median().as_secs_f64();
        println!("{what} 500 of each kind: {some}, 5,000: {more}, {ratio:.1} times");
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

/// How long the same thing took, several times.
struct Samples(Vec<Duration>);

impl Samples {
    const fn new() -> Self {
        Self(Vec::new())
    }

    fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    fn sorted(&self) -> Vec<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort();
        sorted
    }

    fn median(&self) -> Duration {
        self.sorted().get(self.0.len() / 2).copied().unwrap_or_default()
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sorted = self.sorted();
        let [least, most] = [sorted.first(), sorted.last()].map(|time| millis(time.copied().unwrap_or_default()));
        write!(f, "{} ({least} – {most})", millis(self.median()))
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
