# An image of the server: docker compose up builds and uses it.
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY provisioning provisioning
COPY src/main src/main
RUN --mount=type=cache,target=/repository mvn -B -ntp -Dmaven.repo.local=/repository -DskipTests -Dspotless.check.skip=true package \
    && java -Djarmode=tools -jar target/langsong.jar extract --destination /opt/langsong

FROM eclipse-temurin:25.0.1_8-jre-noble
# Of the programs that give rights to who runs them fping alone remains; it needs the capability NET_RAW to start at all.
RUN apt-get update \
    && apt-get install -y --no-install-recommends fping curl \
    && rm -rf /var/lib/apt/lists/* \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/langsong --shell /usr/sbin/nologin langsong \
    && install -d -o langsong -g langsong -m 0700 /var/lib/langsong \
    && install -d -o langsong -g langsong /opt/langsong/cache
COPY --from=build /opt/langsong /opt/langsong
COPY src/packaging/bin /opt/langsong/bin
USER langsong
# The archive of classes; with it the server listens in a third of the time.
RUN ["/opt/langsong/bin/rehearse"]

ENV LANGSONG_DATA_DIR=/var/lib/langsong
WORKDIR /var/lib/langsong
VOLUME /var/lib/langsong
EXPOSE 8080 1162/udp 1514/udp 1514/tcp 7701
# Often, since older builders know no interval of the start.
HEALTHCHECK --interval=10s --timeout=5s --start-period=3m \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/actuator/health/readiness"]
ENTRYPOINT ["/opt/langsong/bin/langsong"]
CMD ["serve"]
