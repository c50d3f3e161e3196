//! Parts of the engine that the extension has no door to, so that a browser can measure them beside their peers: compiled as the
//! extension's module is, and shipped with nothing.
#![cfg(target_arch = "wasm32")]

use futures_util::FutureExt as _;
use lifeboat::chain::{Generator, derive_credential_ids};
use lifeboat::crypto::aead;
use lifeboat::crypto::cbc::{self, SealedBlocks};
use lifeboat::model::CredentialId;
use lifeboat::node::{HttpHead, ListMethod, ListReader, ListTransport, NodeError, Wanted, query};
use lifeboat::secret::{Plaintext, PrfKey, SealingKey};
use lifeboat::web::cipher::open_blocks;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes that a network delivers at a time.
const PIECE: usize = 16 << 10;
/// Bytes of each end that are compared.
const ENDS: usize = 64;

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

/// A foreign file's bytes where the engine has them, and their key.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LockedBytes {
    key: SealingKey,
    iv: [u8; cbc::BLOCK_LEN],
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl LockedBytes {
    /// Takes what AES-256-CBC sealed.
    ///
    /// # Errors
    /// With nothing, for a key or a vector of another length.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &[u8], iv: &[u8], bytes: Vec<u8>) -> Result<Self, JsValue> {
        let key = SealingKey::new(<[u8; SealingKey::LEN]>::try_from(key).map_err(nothing)?);
        Ok(Self { key, iv: iv.try_into().map_err(nothing)?, bytes })
    }

    /// Opens them with our own code.
    ///
    /// # Errors
    /// With nothing, if they do not open.
    pub fn open(&self) -> Result<Vec<u32>, JsValue> {
        Ok(ends(&self.sealed().open_blocks(&self.key).map_err(nothing)?))
    }

    /// Opens them as the extension does.
    ///
    /// # Errors
    /// With nothing, if they do not open.
    #[wasm_bindgen(js_name = openAsShipped)]
    pub async fn open_as_shipped(&self) -> Result<Vec<u32>, JsValue> {
        let sealed = self.sealed();
        let blocks = open_blocks(&self.key, sealed).await.filter(|blocks| sealed.opens_to(&self.key, blocks));
        Ok(ends(&blocks.ok_or(JsValue::UNDEFINED)?))
    }

    fn sealed(&self) -> SealedBlocks<'_> {
        SealedBlocks { iv: &self.iv, bytes: &self.bytes }
    }
}

/// Enough to tell one text from another: its length, its beginning and its end.
fn ends(blocks: &Plaintext) -> Vec<u32> {
    // EXPOSE: made up for a measurement.
    let bytes = blocks.expose();
    let text = cbc::text_len(bytes).and_then(|length| bytes.get(..length)).unwrap_or_default();
    let (first, last) = (text.first_chunk::<ENDS>(), text.last_chunk::<ENDS>());
    let ends = first.into_iter().chain(last).flatten().map(|byte| u32::from(*byte));
    u32::try_from(text.len()).into_iter().chain(ends).collect()
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
