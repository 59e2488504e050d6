# The token server as an image that holds the program and nothing else:
#     docker build -t agora-token .
# packaging/docker/build-without-docker.sh proves it.
FROM rust:1-slim-trixie AS build
WORKDIR /src
COPY . .
# Linked with the C library, since the image has none. (glibc's: all threads of musl's allocator share one lock.)
RUN cargo rustc --locked --release --package agora-token-server --bin agora-token -- -C target-feature=+crt-static

FROM scratch
COPY --from=build /src/target/release/agora-token /agora-token
# A server that is reached from outside is never open by accident.
ENV REQUIRE_AUTH=1 CLIENT_ERROR_STATUS=400 MAX_EXPIRY=86400
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/agora-token", "health"]
ENTRYPOINT ["/agora-token"]
CMD ["serve"]
