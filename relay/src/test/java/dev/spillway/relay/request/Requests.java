/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.plan.Performance;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests to test with. */
final class Requests {
    static final Instant ISSUED = Instant.parse("2026-11-20T12:00:00Z");

    private Requests() {}

    static FileSpec file(String name, long bytes) {
        Sha256 digest = Sha256.over(name.getBytes(StandardCharsets.UTF_8));
        int count = (int) ((bytes + (1 << 20) - 1) >> 20);
        return new FileSpec(
                name,
                "application/x-iso9660-image",
                digest,
                new Pieces(bytes, 1 << 20, Collections.nCopies(count, digest)),
                ISSUED.plusSeconds(60),
                ISSUED.plusSeconds(86_400),
                FileSpec.Compression.ZSTD,
                Optional.of(PieceKey.random(new SecureRandom())));
    }

    static TransportRequest request(int targets) {
        return request(file("Übung 1.iso", 10_000_000), targets);
    }

    static TransportRequest request(FileSpec file, int targets) {
        List<Target> list = new ArrayList<>();
        for (int n = 1; n <= targets; n++) {
            URI address = URI.create("https://t" + n + ".example.org:8443/relay/");
            list.add(new Target("t" + n, address, n % 5 != 0, new Performance(2500 * n / 1e6, 1e6 + n, 2e6, 0.9876)));
        }
        return new TransportRequest(
                UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"),
                7,
                ISSUED,
                ISSUED.plusSeconds(3600),
                URI.create("https://main.example.org/"),
                URI.create("http://store.example.org:8080/files/"),
                file,
                3,
                false,
                list);
    }
}
