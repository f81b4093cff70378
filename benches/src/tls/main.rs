//! A logout over HTTPS by the library's own HTTP client: `tls CONNECTION ROUNDS`, in which the
//! connection is `open` (it stays open), `resumed` (a new one each time, with the TLS session of
//! the one before) or `cold` (a new client each time).
//!
//! Prints the median of a round in nanoseconds.
#![forbid(unsafe_code)]

mod server;

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use tvpass::driver::UreqDriver;
use tvpass::operation::{InitiateLogout, Operation as _, Site};
use tvpass::{AccessToken, Base, RedirectUrl, Request};
use tvpass_bench::{IDENTIFIER, device, median};

use server::{Server, serve};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["serve", connection] => serve(connection == "close"),
        [connection @ ("open" | "resumed" | "cold"), rounds] => measure(connection, rounds),
        _ => Err("usage: tls open|resumed|cold ROUNDS".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tls: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(connection: &str, rounds: &str) -> Outcome<()> {
    let rounds: u32 = rounds.parse()?;
    let server = Server::start(connection != "open")?;
    let request = logout(&server.base)?;
    let mut driver = driver(&server)?;
    // Opens the connection, and gets the session.
    driver.send(&request)?;
    let mut times = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        if connection == "cold" {
            driver = self::driver(&server)?;
        }
        black_box(driver.send(&request)?);
        times.push(start.elapsed());
    }
    println!("{}", median(times));
    Ok(())
}

fn driver(server: &Server) -> Outcome<UreqDriver> {
    let builder = UreqDriver::builder().root_certificates_pem(server.pem.as_bytes())?;
    Ok(builder.build())
}

fn logout(base: &str) -> Outcome<Request> {
    let site = Site::new(Base::new(base)?, device(IDENTIFIER)?);
    let redirect_url = RedirectUrl::new("https://tv.example/signed-out")?;
    let operation = InitiateLogout::new("REF30", "Cablevision", &redirect_url)?;
    Ok(operation.request(&site, &AccessToken::new("a-token")?))
}
