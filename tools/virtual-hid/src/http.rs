//! The local page with the device's screen and buttons, and the same as JSON for tests.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ledger_sim::derive::Seed;
use ledger_sim::{Gesture, Simulator, UnknownVersion, Version};
use serde::Deserialize;

use crate::device::{Entry, Ledger, Mode, State};

const HTML: &str = include_str!("../page/index.html");
const CSS: &str = include_str!("../page/page.css");
const JS: &str = include_str!("../page/page.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:";

/// The page at `/`, the state at `/state`, the log at `/log`, and one `POST` path for everything a hand can do.
/// Every `POST` answers the new state.
pub fn router(ledger: Ledger) -> Router {
    Router::new()
        .route("/", get(|| async { file(HTML, "text/html; charset=utf-8") }))
        .route("/page.css", get(|| async { file(CSS, "text/css; charset=utf-8") }))
        .route("/page.js", get(|| async { file(JS, "text/javascript; charset=utf-8") }))
        .route("/state", get(state))
        .route("/log", get(log).post(log))
        .route("/press/{button}", post(press))
        .route("/swipe", post(swipe))
        .route("/tap", post(tap))
        .route("/hold", post(hold))
        .route("/plug", post(plug))
        .route("/swap", post(swap))
        .route("/version", post(version))
        .route("/auto", post(auto))
        .route("/{action}", post(act))
        .with_state(ledger)
}

fn file(text: &'static str, kind: &'static str) -> impl IntoResponse {
    let policy = HeaderValue::from_static(POLICY);
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_SECURITY_POLICY, policy)], text)
}

/// What a `POST` answers: the new state, or in words why not.
type Done = Result<Json<State>, (StatusCode, String)>;

fn refuse(reason: impl ToString) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, reason.to_string())
}

async fn state(Shared(ledger): Shared<Ledger>) -> Json<State> {
    Json(ledger.state())
}

async fn log(Shared(ledger): Shared<Ledger>) -> Json<Vec<Entry>> {
    Json(ledger.log())
}

async fn press(Shared(ledger): Shared<Ledger>, Path(button): Path<String>) -> Done {
    ledger.press(&match button.as_str() {
        "left" => Gesture::Left,
        "right" => Gesture::Right,
        "both" => Gesture::Both,
        _ => return Err(refuse("buttons are left, right and both")),
    });
    Ok(Json(ledger.state()))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Swipe {
    /// To the previous page.
    #[serde(default)]
    back: bool,
}

async fn swipe(Shared(ledger): Shared<Ledger>, body: Option<Json<Swipe>>) -> Json<State> {
    let Json(Swipe { back }) = body.unwrap_or_default();
    ledger.press(if back { &Gesture::SwipeBack } else { &Gesture::Swipe });
    Json(ledger.state())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finger {
    /// What stands where the finger is.
    word: String,
}

async fn tap(Shared(ledger): Shared<Ledger>, Json(Finger { word }): Json<Finger>) -> Json<State> {
    ledger.press(&Gesture::Tap(word));
    Json(ledger.state())
}

async fn hold(Shared(ledger): Shared<Ledger>, Json(Finger { word }): Json<Finger>) -> Json<State> {
    ledger.press(&Gesture::Hold(word));
    Json(ledger.state())
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Plug {
    /// Hexadecimal, as in the state; the last one if absent.
    product_id: Option<String>,
}

async fn plug(Shared(ledger): Shared<Ledger>, body: Option<Json<Plug>>) -> Done {
    let Json(Plug { product_id }) = body.unwrap_or_default();
    let product_id = product_id.map(|text| product_id_of(&text)).transpose().map_err(refuse)?;
    ledger.plug(product_id);
    Ok(Json(ledger.state()))
}

/// Reads a product id: hexadecimal, with or without `0x`.
///
/// # Errors
/// When the text is not that.
pub fn product_id_of(text: &str) -> Result<u16, std::num::ParseIntError> {
    u16::from_str_radix(text.trim_start_matches("0x"), 16)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Swap {
    mnemonic_name: String,
}

async fn swap(Shared(ledger): Shared<Ledger>, Json(Swap { mnemonic_name }): Json<Swap>) -> Done {
    let words = ledger_sim::mnemonic(&mnemonic_name).ok_or_else(|| refuse("no phrase of that name"))?;
    ledger.swap(Seed::from_mnemonic(words).map_err(refuse)?);
    Ok(Json(ledger.state()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Install {
    version: String,
}

async fn version(Shared(ledger): Shared<Ledger>, Json(Install { version }): Json<Install>) -> Done {
    ledger.install(version_of(&version).map_err(refuse)?);
    Ok(Json(ledger.state()))
}

/// Reads a version of the app. `future` does what the newest one does, under a number that nobody knows.
///
/// # Errors
/// When there is no such version.
pub fn version_of(text: &str) -> Result<Version, UnknownVersion> {
    if text == "future" { Ok(Version::V5_7_0.numbered([9, 0, 0])) } else { text.parse() }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Auto {
    mode: Mode,
    #[serde(default)]
    delay_ms: u32,
}

async fn auto(Shared(ledger): Shared<Ledger>, Json(Auto { mode, delay_ms }): Json<Auto>) -> Done {
    ledger.set_auto(mode, delay_ms);
    Ok(Json(ledger.state()))
}

async fn act(Shared(ledger): Shared<Ledger>, Path(action): Path<String>) -> Response {
    match action.as_str() {
        "approve" => ledger.approve(),
        "reject" => ledger.reject(),
        "unplug" => ledger.unplug(),
        "lock" => ledger.change(Simulator::lock),
        "unlock" => ledger.change(Simulator::unlock),
        "open-app" => ledger.change(Simulator::open_app),
        "open-other-app" => ledger.change(Simulator::open_other_app),
        "uninstall-app" => ledger.change(Simulator::uninstall),
        "exit-app" => ledger.change(Simulator::exit_app),
        "open-menu" => ledger.change(Simulator::open_menu),
        "close-menu" => ledger.change(Simulator::close_menu),
        _ => return StatusCode::NOT_FOUND.into_response(),
    }
    Json(ledger.state()).into_response()
}
