//! What a token costs, through the C ABI, clock and salt included, and what reading and checking one costs.
//! `rows.rs` has the few rows that are compared with each other.

use std::hint::black_box;
use std::time::Duration;

use agora_token::{Issuer, Privilege, Service, TokenBuilder, TokenInfo, User, Version};
use agora_token_bench::{APP_ID, CERTIFICATE, CHANNEL, c, floor_006, floor_007};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn floor(criterion: &mut Criterion) {
    criterion.bench_function("floor/006", |bencher| bencher.iter(floor_006));
    criterion.bench_function("floor/007", |bencher| bencher.iter(floor_007));
}

fn one_calls(criterion: &mut Criterion) {
    let issuer = c::Issuer::new();
    for (name, version) in [("006", 6), ("007", 7)] {
        let mut out = [0; 1024];
        criterion.bench_function(&format!("build/{name}"), |bencher| {
            bencher.iter(|| issuer.build(version, &mut out));
        });
        let token = issuer.token(version);
        if version == 7 {
            criterion.bench_function("verify/007", |bencher| bencher.iter(|| issuer.verify(black_box(&token))));
        }
        criterion.bench_function(&format!("check/{name}"), |bencher| {
            bencher.iter(|| issuer.check(black_box(&token)));
        });
        criterion.bench_function(&format!("parse/{name}"), |bencher| {
            bencher.iter(|| TokenInfo::parse(black_box(&token)).unwrap());
        });
    }
}

/// A token of four services, which goes through the builder.
fn four_services(issuer: &Issuer) -> TokenBuilder {
    let mut builder = issuer.builder(Version::V007);
    builder.add(Service::rtc(CHANNEL, User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 0)).unwrap();
    builder.add(Service::rtm("42").grant(Privilege::RTM_LOGIN, 0)).unwrap();
    builder.add(Service::chat("42").grant(Privilege::CHAT_USER, 0)).unwrap();
    builder.add(Service::apaas("classroom", "42", 1).grant(Privilege::APAAS_ROOM_USER, 0)).unwrap();
    builder
}

fn builder(criterion: &mut Criterion) {
    let issuer = Issuer::new(APP_ID, CERTIFICATE).unwrap();
    let builder = four_services(&issuer);
    criterion.bench_function("build/007 of four services", |bencher| bencher.iter(|| builder.build().unwrap()));
    let token = builder.build().unwrap();
    criterion.bench_function("verify/007 of four services", |bencher| {
        bencher.iter(|| issuer.verify(black_box(&token), None).unwrap());
    });
    criterion.bench_function("parse/007 of four services", |bencher| {
        bencher.iter(|| TokenInfo::parse(black_box(&token)).unwrap());
    });
}

fn thousand_users(criterion: &mut Criterion) {
    let issuer = Issuer::new(APP_ID, CERTIFICATE).unwrap();
    let hour = Duration::from_secs(3600);
    let mut group = criterion.benchmark_group("a thousand users");
    group.throughput(Throughput::Elements(1000));
    for (name, version) in [("006", Version::V006), ("007", Version::V007)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for uid in 1..=1000 {
                    let user = User::Uid(uid);
                    black_box(issuer.rtc(version, CHANNEL, user, agora_token::Role::Publisher, hour).unwrap());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, floor, one_calls, builder, thousand_users);
criterion_main!(benches);
