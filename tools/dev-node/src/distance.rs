//! A node that is far away: every byte takes half a round trip, in both directions.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

/// Bytes read at a time.
const PIECE: usize = 16 << 10;
/// Pieces on their way at a time: far more than a window of any connection here.
const ON_THEIR_WAY: usize = 4096;

/// Carries bytes between two ends until the near one is not written to any more. The first bytes of the far end wait a round
/// trip longer, as behind the handshake of a real connection.
pub async fn between<Far, Near>(far: Far, near: Near, round_trip: Duration)
where
    Far: AsyncRead + AsyncWrite,
    Near: AsyncRead + AsyncWrite,
{
    let (far_read, far_write) = tokio::io::split(far);
    let (near_read, near_write) = tokio::io::split(near);
    let there = async {
        sleep(round_trip).await;
        let _ = carry(far_read, near_write, round_trip / 2).await;
        // The other direction says when all is said.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = there => {}
        _ = carry(near_read, far_write, round_trip / 2) => {}
    }
}

async fn carry(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, late: Duration) -> io::Result<()> {
    let (road, mut arrivals) = mpsc::channel::<(Instant, Vec<u8>)>(ON_THEIR_WAY);
    let read = async move {
        loop {
            let mut piece = vec![0; PIECE];
            let length = from.read(&mut piece).await?;
            piece.truncate(length);
            if length == 0 || road.send((Instant::now() + late, piece)).await.is_err() {
                return io::Result::Ok(());
            }
        }
    };
    let write = async move {
        while let Some((when, piece)) = arrivals.recv().await {
            sleep_until(when).await;
            to.write_all(&piece).await?;
        }
        to.shutdown().await
    };
    tokio::try_join!(read, write).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_question_and_its_answer_take_a_round_trip_and_the_first_one_two() {
        let (mut client, far) = tokio::io::duplex(64);
        let (near, mut server) = tokio::io::duplex(64);
        let road = tokio::spawn(between(far, near, Duration::from_millis(100)));
        let echo = tokio::spawn(async move {
            let mut byte = [0];
            while server.read_exact(&mut byte).await.is_ok() {
                server.write_all(&byte).await.unwrap();
            }
        });
        for expected in [200, 100, 100] {
            let asked = Instant::now();
            client.write_all(b"?").await.unwrap();
            client.read_exact(&mut [0]).await.unwrap();
            assert_eq!(asked.elapsed().as_millis(), expected);
        }
        drop(client);
        echo.await.unwrap();
        road.await.unwrap();
    }
}
