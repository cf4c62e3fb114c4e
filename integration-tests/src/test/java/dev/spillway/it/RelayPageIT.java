/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a main server in a real browser: one transfer that all have got, and one that a dead terminal holds up. */
class RelayPageIT {
    private static final String TOKEN = "administrators-come-in-by-this";
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>.bin";
    private static final String[] TERMINALS = {"paris", "rome", "oslo", "vienna", "madrid"};
    private static final String DEAD = "vienna";
    private static final String FOCUS = "document.activeElement";

    private static RelayCluster cluster;

    private Browser browser;

    @BeforeAll
    static void startAll() throws IOException {
        cluster = new RelayCluster(TOKEN).terminals(TERMINALS);
        publish(HOSTILE, 700_000);
        Patience.await(
                "the first transfer",
                () -> cluster.json("/admin/transfers")
                        .get(0)
                        .get("state")
                        .asText()
                        .equals("ENDED"));
        cluster.kill(DEAD);
        publish("release-7.iso", 2 << 20);
        Patience.await(
                "all but one",
                () -> cluster.json("/admin/transfers").get(0).get("complete").asInt() == TERMINALS.length - 1);
    }

    private static void publish(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(content);
        Path file = Files.write(cluster.directory().resolve(name), content);
        Programs.Result result = cluster.run("publish", file.toString(), "--group", "all");
        assertThat(result.status()).as(result.output()).isZero();
    }

    @AfterAll
    static void stopAll() {
        Closing.all(cluster);
    }

    @BeforeEach
    void open() {
        browser = Browser.start().open(cluster.main() + "/");
        browser.await("document.getElementById('door').hidden === false");
        browser.await(FOCUS + ".id === 'token'");
        browser.type(TOKEN).press("Enter");
        browser.await("document.querySelectorAll('#transfer-table tbody tr').length >= 2");
    }

    @AfterEach
    void close() {
        Closing.all(browser);
    }

    private static String button(String word, String about) {
        return "[...document.querySelectorAll('button')].find(b => b.getAttribute('aria-label')?.startsWith(\"" + word
                + " " + about + "\"))";
    }

    private void confirm(String button) {
        browser.await(button);
        browser.evaluate(button + ".click()");
        browser.await("document.getElementById('ask').open");
        browser.await(FOCUS + ".id === 'ask-no'");
        browser.evaluate("document.getElementById('ask-yes').click()");
        browser.await("!document.getElementById('ask').open");
    }

    @Test
    void theTreeShowsWhoHasItAndWhoNot() {
        browser.await("document.getElementById('one-heading').textContent === 'release-7.iso to all'");
        browser.await("document.querySelectorAll('#tree g.COMPLETE').length === 4");
        assertThat(browser.evaluate("document.querySelectorAll('#tree g').length")
                        .asInt())
                .as("terminals and source")
                .isEqualTo(TERMINALS.length + 1);
        assertThat(browser.evaluate("document.querySelectorAll('#tree path.parent').length")
                        .asInt())
                .isEqualTo(TERMINALS.length);
        assertThat(browser.evaluate("document.getElementById('tree').getAttribute('aria-label')")
                        .asText())
                .isEqualTo("Tree of release-7.iso: 4 of 5 terminals have it, 0 failed");
        assertThat(browser.evaluate("[...document.querySelectorAll('#tree title')].map(t => t.textContent)"
                                + ".find(t => t.startsWith('" + DEAD + "'))")
                        .asText())
                .contains("waiting, 0 of ");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void namesStayTextsWherever() {
        browser.evaluate(button("Show", "<img") + ".click()");
        browser.await("document.getElementById('one-heading').textContent.startsWith('<img')");
        assertThat(browser.text("#one-heading")).isEqualTo(HOSTILE + " to all");
        assertThat(browser.evaluate("document.querySelectorAll('main img').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("Relay - Spillway");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aNodeIsDrainedByTheKeyboardAndActivatedAgain() {
        for (int i = 0;
                i < 60
                        && !browser.evaluate(FOCUS + " === " + button("Drain", "oslo"))
                                .asBoolean();
                i++) {
            browser.press("Tab");
        }
        browser.press("Enter").await("document.getElementById('ask').open");
        browser.press("Escape").await("!document.getElementById('ask').open");
        assertThat(state("oslo")).isEqualTo("ACTIVE");
        browser.press("Enter").await("document.getElementById('ask').open");
        browser.press("Tab").press("Enter");
        browser.await(button("Activate", "oslo"));
        assertThat(state("oslo")).isEqualTo("DRAINED");
        assertThat(browser.text("#said")).isEqualTo("oslo is drained.");
        confirm(button("Activate", "oslo"));
        browser.await(button("Drain", "oslo"));
        assertThat(state("oslo")).isEqualTo("ACTIVE");
    }

    private static String state(String node) {
        for (var one : cluster.json("/admin/nodes")) {
            if (one.get("id").asText().equals(node)) {
                return one.get("state").asText();
            }
        }
        throw new AssertionError("no node " + node);
    }

    @Test
    void aTransferIsCancelled() throws IOException {
        publish("wrong.bin", 100_000);
        confirm(button("Cancel", "wrong.bin"));
        browser.await("document.getElementById('said').textContent === 'wrong.bin to all is cancelled.'");
        assertThat(cluster.json("/admin/transfers").get(0).get("state").asText())
                .isEqualTo("CANCELLED");
    }

    @Test
    void aWrongTokenComesNowhere() {
        browser.evaluate("sessionStorage.setItem('spillway-relay-token', 'guessed')");
        browser.await("document.getElementById('door').hidden === false");
        assertThat(browser.evaluate("document.getElementById('inside').hidden").asBoolean())
                .isTrue();
        browser.type(TOKEN).press("Enter");
        browser.await("document.getElementById('inside').hidden === false");
    }

    @Test
    void everyControlHasANameAndEveryColourContrasts() {
        browser.await("document.querySelectorAll('#tree g').length > 1");
        assertThat(browser.evaluate("[...document.querySelectorAll('button, input, progress, svg[role=img]')]"
                                + ".filter(n => !(n.textContent.trim() && n.tagName === 'BUTTON') && !n.labels?.length"
                                + " && !n.getAttribute('aria-label') && n.closest('dialog') === null).length")
                        .asInt())
                .isZero();
        for (String scheme : new String[] {"light", "dark"}) {
            browser.prefer(scheme);
            assertThat(browser.evaluate(LivePageIT.CONTRAST).asDouble())
                    .as("contrast when %s", scheme)
                    .isGreaterThan(LivePageIT.LEAST_CONTRAST);
        }
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() {
        browser.size(360, 740);
        browser.await("document.querySelectorAll('#tree g').length > 1");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(360);
        assertThat(browser.evaluate("[...document.querySelectorAll('td button')].every(b => b.offsetHeight >= 44)")
                        .asBoolean())
                .as("buttons are large enough for a finger")
                .isTrue();
    }

    /** Takes the picture for the documentation; the system property says where it goes. */
    @Test
    void thePictureOfTheDocumentationIsTaken() throws IOException {
        browser.size(1200, 1000).prefer("light");
        browser.await("document.querySelectorAll('#tree g.COMPLETE').length === 4");
        byte[] picture = browser.picture();
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G').hasSizeBetween(10_000, 400_000);
        Files.write(Path.of(System.getProperty("spillway.picture", "target/relay-page.png")), picture);
    }
}
