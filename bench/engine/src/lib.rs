//! Parts of the engine that the extension has no door to, so that a browser can measure them beside their peers: compiled as the
//! extension's module is, and shipped with nothing.
#![cfg(target_arch = "wasm32")]

use futures_util::FutureExt as _;
use lifeboat::chain::{Generator, derive_credential_ids};
use lifeboat::crypto::{aead, cbc};
use lifeboat::model::CredentialId;
use lifeboat::node::{HttpHead, ListMethod, ListReader, ListTransport, NodeError, Wanted, query};
use lifeboat::secret::{PrfKey, SealingKey};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes that a network delivers at a time.
const PIECE: usize = 16 << 10;

/// The first credential ids of a key, hexadecimal. Key and commitment key are hexadecimal, too.
///
/// # Errors
/// With nothing, for anything else.
#[wasm_bindgen(js_name = credentialIds)]
pub fn credential_ids(key: &str, commitment_key: &str, last: u8) -> Result<Vec<String>, JsValue> {
    let mut bytes = [0; PrfKey::LEN];
    hex::decode_to_slice(key, &mut bytes).map_err(nothing)?;
    let generator = Generator::parse(&hex::decode(commitment_key).map_err(nothing)?).map_err(nothing)?;
    let ids = derive_credential_ids(&generator, &PrfKey::new(bytes), 0..=last);
    Ok(ids.into_iter().map(|(_, id)| id.to_string()).collect())
}

/// Opens what AES-256-CBC sealed.
///
/// # Errors
/// With nothing, if it does not open.
#[wasm_bindgen(js_name = openCbc)]
pub fn open_cbc(key: &[u8], iv: &[u8], sealed: &[u8]) -> Result<Vec<u8>, JsValue> {
    let key = SealingKey::new(<[u8; SealingKey::LEN]>::try_from(key).map_err(nothing)?);
    let opened = cbc::open(&key, iv.try_into().map_err(nothing)?, sealed).map_err(nothing)?;
    // EXPOSE: made up for a measurement.
    Ok(opened.expose().to_vec())
}

/// Seals with AES-256-GCM.
///
/// # Errors
/// With nothing, for a key or a nonce of another length.
#[wasm_bindgen(js_name = sealGcm)]
pub fn seal_gcm(key: &[u8], nonce: &[u8], bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let key = SealingKey::new(<[u8; SealingKey::LEN]>::try_from(key).map_err(nothing)?);
    Ok(aead::seal(&key, nonce.try_into().map_err(nothing)?, b"", bytes))
}

/// How many accounts a node's answer lists, each compared with this many credential ids.
///
/// # Errors
/// With nothing, for another answer.
#[wasm_bindgen(js_name = readList)]
pub fn read_list(answer: Vec<u8>, ids: u32) -> Result<u32, JsValue> {
    let id = |number: u32| {
        let mut bytes = [0; CredentialId::LEN];
        bytes.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
        CredentialId::new(bytes)
    };
    let wanted = Wanted::new((0..ids).map(id));
    let answer = Answer(answer);
    let scan = query::accounts_opened_by(&answer, &wanted, &mut |_| {}).now_or_never();
    let scan = scan.ok_or(JsValue::UNDEFINED)?.map_err(nothing)?;
    u32::try_from(scan.accounts).map_err(nothing)
}

fn nothing<E>(_: E) -> JsValue {
    JsValue::UNDEFINED
}

/// An answer that is here already.
struct Answer(Vec<u8>);

impl ListTransport for Answer {
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
