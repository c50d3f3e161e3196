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
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::model::KeyVersion;
use lifeboat::secret::PrfKeySeed;

const ROUNDS: usize = 15;

fn main() {
    credential_ids();
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

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
