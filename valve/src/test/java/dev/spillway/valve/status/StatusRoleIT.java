/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.valve.status.SiteServer.Answer;
import dev.spillway.valve.testing.StubManager;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages over HTTP, for users with a role. */
class StatusRoleIT {
    @TempDir
    Path folder;

    private SiteServer server;

    @BeforeEach
    void start() throws LifecycleException {
        server = new SiteServer(folder, new StubManager(), StatusSettings.parse("/s", "/m", "operator"));
    }

    @AfterEach
    void stop() throws LifecycleException {
        server.close();
    }

    @Test
    void whoHasTheRoleIsWelcomeFromAnywhere() throws IOException {
        assertThat(server.get("/s/", SiteServer.USER).status()).isEqualTo(200);
        assertThat(server.get("/m", SiteServer.USER, "X-Forwarded-For: 192.0.2.1")
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/s/", "Host: downloads.example", SiteServer.USER).status())
                .isEqualTo(200);
    }

    @Test
    void whoHasAnotherRoleIsNot() throws IOException {
        assertThat(server.get("/s/", SiteServer.STRANGER).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic ZXZlOndyb25n", "Basic", "Basic ", "Basic !!!", "Basic ZXZl", "Bearer ZXZlOnNlY3JldA==", ""
            })
    void whoCantProveANameIsAskedForOne(String authorization) throws IOException {
        Answer answer = server.get("/s/status.json", "Authorization: " + authorization);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head()).contains("www-authenticate: basic realm=\"spillway\"");
        assertThat(answer.body()).doesNotContain("token\"");
    }

    @Test
    void beingOnThisMachineIsNotEnough() throws IOException {
        assertThat(server.get("/s/").status()).isEqualTo(401);
        assertThat(server.post("/s/drain", "").status()).isEqualTo(401);
    }
}
