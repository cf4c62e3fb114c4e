/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The media player of a real browser seeks in a large file, by ranges that the manager sends (A3, A10). */
@EachTomcat
class BrowserSeekIT {
    private static final int BYTES_PER_SECOND = 44_100 * 2 * 2;
    private static final int SECONDS = 178;
    private static final int HEADER_BYTES = 44;
    private static final List<Integer> PLACES = List.of(150, 20, 100, 165, 60);
    private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">([^<]*)</pre>");

    /** The picture, which somebody keeps back, holds up the end of loading until all is in the document. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html><body><pre id="result"></pre><img id="hold" src="http://127.0.0.1:%d/"><audio id="player"></audio>
            <script>
            const places = [%s];
            const results = [];
            const player = document.getElementById('player');
            function say(text) {
                results.push(text);
                if (results.length === places.length || player.error) {
                    document.getElementById('result').textContent = results.join(' ');
                    document.getElementById('hold').src = 'data:,';
                } else {
                    player.currentTime = places[results.length];
                }
            }
            player.onerror = () => say('error ' + player.error.code + ' ' + player.error.message);
            player.onseeked = () => say(player.currentTime.toFixed(0));
            player.onloadedmetadata = () => { player.currentTime = places[0]; };
            player.preload = 'auto';
            player.src = 'sound.wav';
            </script></body></html>
            """;

    private static TomcatProcess tomcat;
    // Takes a connection of the browser, and never says anything on it.
    private static ServerSocket silent;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws IOException {
        silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        String places = PLACES.stream().map(String::valueOf).collect(Collectors.joining(","));
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        base.app("ROOT")
                .file("player.html", PAGE.formatted(silent.getLocalPort(), places))
                .file("sound.wav", sound());
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, silent);
    }

    /** Noise in two channels of 16 bits, with the header that RIFF WAVE wants for PCM. */
    private static byte[] sound() {
        int length = SECONDS * BYTES_PER_SECOND;
        byte[] noise = new byte[length];
        new SplittableRandom(length).nextBytes(noise);
        return ByteBuffer.allocate(HEADER_BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER_BYTES - 8 + length)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 2)
                .putInt(BYTES_PER_SECOND / 4)
                .putInt(BYTES_PER_SECOND)
                .putShort((short) 4)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(length)
                .put(noise)
                .array();
    }

    @Test
    void everyPlaceIsReached() {
        long before = tomcat.jmx().downloads("TotalDownloads");
        String document =
                HeadlessBrowser.documentOf("http://" + TomcatBase.MAIN_ADDRESS + ":" + tomcat.port() + "/player.html");
        Matcher result = RESULT.matcher(document);
        assertThat(result.find()).as("a result in the document:%n%s", document).isTrue();
        String reached = PLACES.stream().map(String::valueOf).collect(Collectors.joining(" "));
        assertThat(result.group(1)).as("where the player got to").isEqualTo(reached);
        assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                .as("downloads taken over by the manager")
                .isGreaterThanOrEqualTo(3);
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        assertThat(tomcat.jmx().downloads("Failed")).isZero();
    }
}
