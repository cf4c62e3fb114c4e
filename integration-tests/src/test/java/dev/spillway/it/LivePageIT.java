/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The live page in a real browser. */
@EachTomcat
class LivePageIT {
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>.bin";
    private static final String HOSTILE_PATH = "/%3Cimg%20src=x%20onerror=document.title='owned'%3E.bin";
    private static final String FOCUS = "document.activeElement";
    static final double LEAST_CONTRAST = 4.5;

    static final String CONTRAST = """
            (() => {
              const light = color => {
                const [r, g, b] = color.match(/[0-9.]+/g).slice(0, 3).map(Number).map(v => v / 255)
                  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const behind = node => {
                const color = getComputedStyle(node).backgroundColor;
                return color === 'rgba(0, 0, 0, 0)' ? behind(node.parentElement) : color;
              };
              const contrasts = [...document.querySelectorAll('h1, h2, dt, dd, th, td span, button, label, #connection')]
                .filter(node => node.textContent && node.offsetParent && !node.disabled)
                .map(node => [light(getComputedStyle(node).color), light(behind(node))])
                .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
              return Math.min(...contrasts);
            })()""";

    private static Site site;
    private static TomcatProcess tomcat;

    private PausedClients clients;
    private Browser browser;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(1);
        TomcatBase base = TomcatBase.of(version).shortLived().valve("statusPath", "/spillway", "lingerTimeout", "1s");
        site.install(base.app("ROOT"));
        base.app("ROOT").link(HOSTILE, site.file(Site.LONG));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    @BeforeEach
    void look() {
        clients = new PausedClients(tomcat).ask(Site.LONG).ask(HOSTILE_PATH);
        browser = Browser.start().open("http://127.0.0.1:" + tomcat.port() + "/spillway");
        browser.await("document.querySelectorAll('#rows tr').length === 2");
    }

    @AfterEach
    void leave() {
        Closing.all(browser, clients);
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
    }

    private static String button(String word, String file) {
        return "[...document.querySelectorAll('#rows button')].find(b => b.getAttribute('aria-label')" + ".startsWith('"
                + word + " " + file + "'))";
    }

    @Test
    void namesOfFilesStayTexts() {
        assertThat(browser.evaluate("[...document.querySelectorAll('#rows tr td:first-child span:first-child')]"
                                + ".map(node => node.textContent).join('|')")
                        .asText())
                .isEqualTo("long0.bin|" + HOSTILE);
        assertThat(browser.evaluate("document.querySelectorAll('main img').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("Downloads - Spillway");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void nothingInlineRunsAndTextsCantBecomeElements() {
        assertThat(browser.evaluate("""
                (() => {
                  const script = document.createElement('script');
                  try {
                    script.textContent = 'document.title = "owned"';
                    document.body.append(script);
                  } catch (e) {
                    // forbidden at once
                  }
                  try {
                    document.body.insertAdjacentHTML('beforeend', '<b>owned</b>');
                    return 'allowed';
                  } catch (e) {
                    return e.name + ' ' + document.title;
                  }
                })()""").asText()).isEqualTo("TypeError Downloads - Spillway");
        assertThat(browser.complaints())
                .as("the browser says that it was the policy")
                .isNotEmpty();
    }

    @Test
    void figuresAndPlotsFollow() {
        browser.await("document.querySelector('#figures').textContent.includes('Active2')");
        browser.await("document.querySelector('.active-line')?.getAttribute('d').includes('L')");
        assertThat(browser.evaluate("document.getElementById('queue-plot').getAttribute('aria-label')")
                        .asText())
                .isEqualTo("Queue over time, now 0 waiting and 2 active");
        long completed = tomcat.jmx().downloads("Completed");
        clients.finish(0);
        browser.await("document.querySelectorAll('#rows tr').length === 1");
        browser.await("document.querySelector('#figures').textContent.includes('Completed" + (completed + 1) + "')");
    }

    @Test
    void aDownloadIsCancelledByTheKeyboardAlone() {
        long cancelled = tomcat.jmx().downloads("Cancelled");
        tabTo(button("Cancel", "long0.bin"));
        browser.press("Enter").await("document.getElementById('ask').open");
        browser.await(FOCUS + ".id === 'ask-no'");
        browser.press("Escape").await("!document.getElementById('ask').open");
        assertThat(browser.evaluate(FOCUS + " === " + button("Cancel", "long0.bin"))
                        .asBoolean())
                .as("the focus is back where it was")
                .isTrue();
        assertThat(tomcat.jmx().downloads("Cancelled")).isEqualTo(cancelled);
        browser.press("Enter").await("document.getElementById('ask').open");
        browser.press("Tab").await(FOCUS + ".id === 'ask-yes'");
        browser.press("Enter").await("document.querySelectorAll('#rows tr').length === 1");
        Patience.await("the cancellation", () -> tomcat.jmx().downloads("Cancelled") == cancelled + 1);
        assertThat(browser.text("#said")).isEqualTo("long0.bin of 127.0.0.1 is cancelled.");
        assertThat(browser.evaluate(FOCUS + ".id").asText())
                .as("the focus is not lost with the row")
                .isEqualTo("downloads");
    }

    private void tabTo(String element) {
        for (int i = 0; i < 30; i++) {
            if (browser.press("Tab").evaluate(FOCUS + " === " + element).asBoolean()) {
                return;
            }
        }
        throw new AssertionError("Tab never reaches " + element);
    }

    @Test
    void aDownloadIsPausedAndResumedAndLimited() {
        confirm(button("Pause", "long0.bin"), "");
        browser.await(button("Resume", "long0.bin"));
        assertThat(tomcat.jmx().downloads().get(0).get("state")).isEqualTo("PAUSED");
        confirm(button("Resume", "long0.bin"), "");
        browser.await(button("Pause", "long0.bin"));
        confirm(button("Limit", "long0.bin"), "70000000");
        Patience.await(
                "the limit", () -> tomcat.jmx().downloads().get(0).get("limit").equals(70_000_000L));
        browser.await("document.getElementById('rows').textContent.includes('limit 66.8 MiB/s')");
    }

    @Test
    void theManagerIsDrainedAndTakesAgain() {
        confirm("document.getElementById('drain')", "");
        browser.await("document.getElementById('connection').textContent.startsWith('Draining')");
        browser.await("document.getElementById('drain').textContent === 'Take again'");
        confirm("document.getElementById('drain')", "");
        browser.await("document.getElementById('connection').textContent === 'Live'");
    }

    private void confirm(String element, String value) {
        browser.await(element + ".disabled === false");
        browser.evaluate(element + ".click()");
        browser.await("document.getElementById('ask').open");
        if (!value.isEmpty()) {
            browser.evaluate(FOCUS + ".select()");
            browser.type(value);
        }
        browser.evaluate("document.getElementById('ask-yes').click()");
        browser.await("!document.getElementById('ask').open");
    }

    @Test
    void everyControlHasANameAndEveryColourContrasts() {
        assertThat(browser.evaluate("[...document.querySelectorAll('button, input, progress, svg[role=img]')]"
                                + ".filter(n => !(n.textContent.trim() && n.tagName === 'BUTTON') && !n.labels?.length"
                                + " && !n.getAttribute('aria-label') && n.closest('dialog') === null).length")
                        .asInt())
                .isZero();
        for (String scheme : new String[] {"light", "dark"}) {
            browser.prefer(scheme);
            assertThat(browser.evaluate(CONTRAST).asDouble())
                    .as("contrast when %s", scheme)
                    .isGreaterThan(LEAST_CONTRAST);
        }
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(20, 24, 27)");
        browser.prefer("light");
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(255, 255, 255)");
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() {
        browser.size(360, 740);
        JsonNode width = browser.evaluate("document.documentElement.scrollWidth");
        assertThat(width.asInt()).isLessThanOrEqualTo(360);
        assertThat(browser.evaluate("[...document.querySelectorAll('#rows button')].every(b => b.offsetHeight >= 44)")
                        .asBoolean())
                .as("buttons are large enough for a finger")
                .isTrue();
    }

    @Test
    void aLostServerIsSaidAndFoundAgain() {
        tomcat.jmx().connector(TomcatBase.MAIN_ADDRESS, "pause");
        browser.await("document.getElementById('connection').classList.contains('alert')");
        tomcat.jmx().connector(TomcatBase.MAIN_ADDRESS, "resume");
        browser.await("document.getElementById('connection').textContent === 'Live'");
    }

    /** Takes the picture for the documentation; the system property says where it goes. */
    @Test
    void thePictureOfTheDocumentationIsTaken() throws IOException {
        browser.size(1100, 700).prefer("light");
        long id = (long) tomcat.jmx().downloads().get(0).get("id");
        assertThat(tomcat.jmx().operate("limit", id, 400_000L)).isTrue();
        Thread reader = new Thread(() -> clients.finish(0));
        reader.start();
        browser.await("document.querySelector('.rate-line').getAttribute('d').split('L').length > 12");
        byte[] picture = browser.picture();
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G').hasSizeBetween(10_000, 300_000);
        Files.write(Path.of(System.getProperty("spillway.picture", "target/live-page.png")), picture);
        tomcat.jmx().operate("limit", id, 0L);
        Patience.await("the end of the download", () -> !reader.isAlive());
    }
}
