/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The head that the manager writes in Tomcat's place (SYSTEMS.md A8): all that the pipeline has set, and no more. */
class HeadBuilderTest {
    private static final AnswerPlan PLAN = AnswerPlan.asAnnounced(200, new FileRegion(0, 1000));

    @Test
    void carriesEverythingThatTheApplicationHasSet() {
        Exchange exchange = Exchange.get()
                .answering("X-A", "1")
                .answering("Set-Cookie", "a=1")
                .answering("Set-Cookie", "b=2")
                .answering("Cache-Control", "private")
                .answering("ETag", "\"app\"");
        exchange.response().setContentType("text/plain;charset=UTF-8");
        exchange.response().setLocale(Locale.FRENCH);
        assertThat(fields(PLAN, exchange))
                .contains(
                        "X-A: 1",
                        "Set-Cookie: a=1",
                        "Set-Cookie: b=2",
                        "Cache-Control: private",
                        "ETag: \"app\"",
                        "Content-Type: text/plain;charset=UTF-8",
                        "Content-Language: fr",
                        "Content-Length: 1000");
    }

    @Test
    void theLengthIsThatOfThePlanAndComesOnce() {
        Exchange exchange = Exchange.get();
        exchange.response().setContentLengthLong(7);
        assertThat(fields(PLAN, exchange))
                .filteredOn(field -> field.toLowerCase(Locale.ROOT).startsWith("content-length"))
                .containsExactly("Content-Length: 1000");
    }

    /** What the connection does is the manager's business; such a field of the application could end the answer early. */
    @ParameterizedTest
    @CsvSource({"Connection, keep-alive", "Transfer-Encoding, chunked", "Keep-Alive, timeout=5", "upgrade, h2c"})
    void leavesFieldsOfTheConnectionOut(String name, String value) {
        Exchange exchange = Exchange.get().answering(name, value);
        assertThat(fields(PLAN, exchange)).noneMatch(field -> field.startsWith(name + ":"));
    }

    @Test
    void whatThePlanSetsReplacesWhatTheApplicationHasSet() {
        Exchange exchange = Exchange.get().answering("etag", "\"old\"").answering("Content-Range", "bytes 0-9/10");
        exchange.response().setContentType("application/zip");
        AnswerPlan plan = new AnswerPlan(
                206,
                Map.of("ETag", "\"new\"", "Content-Type", "multipart/byteranges; boundary=x"),
                Set.of("content-range"),
                List.of(new FileRegion(0, 5)));
        assertThat(head(plan, exchange)).startsWith("HTTP/1.1 206 \r\n");
        assertThat(fields(plan, exchange))
                .filteredOn(field -> !field.startsWith("Date:"))
                .containsExactlyInAnyOrder(
                        "ETag: \"new\"", "Content-Type: multipart/byteranges; boundary=x", "Content-Length: 5");
    }

    @Test
    void theDateOfTheApplicationIsKeptAndElseThereIsOne() {
        Exchange exchange = Exchange.get().answering("Date", "Sun, 02 Feb 2020 02:02:02 GMT");
        assertThat(fields(PLAN, exchange))
                .filteredOn(field -> field.startsWith("Date:"))
                .containsExactly("Date: Sun, 02 Feb 2020 02:02:02 GMT");
        assertThat(fields(PLAN, Exchange.get()))
                .filteredOn(field -> field.startsWith("Date:"))
                .singleElement()
                .asString()
                .endsWith(" GMT");
    }

    @Test
    void theServerFieldFollowsTheSettingsOfTheConnector() {
        Exchange ofTheApplication = Exchange.get().answering("Server", "app");
        assertThat(fields(PLAN, ofTheApplication)).contains("Server: app");
        Exchange ofTheConnector = Exchange.get().answering("Server", "app");
        assertThat(ofTheConnector.connector().setProperty("server", "web")).isTrue();
        assertThat(fields(PLAN, ofTheConnector)).contains("Server: web").doesNotContain("Server: app");
        Exchange removed = Exchange.get().answering("Server", "app");
        assertThat(removed.connector().setProperty("serverRemoveAppProvidedValues", "true"))
                .isTrue();
        assertThat(fields(PLAN, removed)).noneMatch(field -> field.startsWith("Server"));
        assertThat(fields(PLAN, Exchange.get())).noneMatch(field -> field.startsWith("Server"));
    }

    /** CVE-like: what gets past the application must not write a second answer. */
    @Test
    void refusesAValueThatWouldEndTheLine() {
        Exchange exchange = Exchange.get().answering("X-A", "a\r\nSet-Cookie: b=c");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeadBuilder.build(PLAN, exchange.request(), exchange.response()))
                .withMessageContaining("X-A");
    }

    private static List<String> fields(AnswerPlan plan, Exchange exchange) {
        return Stream.of(head(plan, exchange).split("\r\n", -1))
                .skip(1)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String head(AnswerPlan plan, Exchange exchange) {
        ResponseHead head = HeadBuilder.build(plan, exchange.request(), exchange.response());
        return new String(head.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
