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
use lifeboat::backup;
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::crypto::entropy::Entropy;
use lifeboat::custody::{self, Checked};
use lifeboat::merge::{self, Choices};
use lifeboat::model::{KeyVersion, Network, Wallet};
use lifeboat::secret::{Password, PrfKeySeed};
use lifeboat::session::wallet::present;
use lifeboat::vault::{self, Contents};

const ROUNDS: usize = 15;

fn main() {
    credential_ids();
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
