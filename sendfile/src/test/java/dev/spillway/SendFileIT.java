/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client gets where no valve is. */
class SendFileIT extends OnTomcat {
    @Test
    void theWholeFileWithWhatDescribesIt() throws Exception {
        HttpResponse<byte[]> answer = get();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(header(answer, "Content-Length")).isEqualTo("200000");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "Last-Modified")).isEqualTo("Mon, 06 May 2024 07:08:09 GMT");
        assertThat(header(answer, "ETag")).startsWith("\"");
        assertThat(header(answer, "Content-Disposition")).isNull();
    }

    @Test
    void optionsDescribeTheFile() throws Exception {
        send(SendFile.Options.none()
                .withInline("€ film.mp4")
                .withEntityTag("W/\"v1\"")
                .withLastModified(Instant.EPOCH));
        HttpResponse<byte[]> answer = get();
        assertThat(header(answer, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("inline; filename=\"_ film.mp4\"; filename*=UTF-8''%E2%82%AC%20film.mp4");
        assertThat(header(answer, "ETag")).isEqualTo("W/\"v1\"");
        assertThat(header(answer, "Last-Modified")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void theTypeAndTagOfTheApplicationStay() throws Exception {
        application = (request, response) -> {
            response.setContentType("application/x-mine");
            response.setHeader("ETag", "\"mine\"");
            response.getOutputStream().print("nobody should see this");
            SendFile.send(request, response, file);
        };
        HttpResponse<byte[]> answer = get();
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-mine");
        assertThat(header(answer, "ETag")).isEqualTo("\"mine\"");
        assertThat(answer.body()).isEqualTo(content);
        assertThat(get("If-None-Match", "\"mine\"").statusCode()).isEqualTo(304);
    }

    @Test
    void headHasTheHeadersOfGet() throws Exception {
        HttpResponse<byte[]> head = exchange("HEAD");
        HttpResponse<byte[]> get = get();
        for (String name : new String[] {"Content-Length", "ETag", "Last-Modified", "Accept-Ranges"}) {
            assertThat(header(head, name)).isEqualTo(header(get, name));
        }
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=100-199, 100, 200",
        "bytes=199999-, 199999, 200000",
        "bytes=-5, 199995, 200000",
        "bytes=199990-99999999999999999999, 199990, 200000"
    })
    void aSingleRange(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = get("Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/200000");
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
    }

    @Test
    void severalRangesAreSentAsParts() throws Exception {
        HttpResponse<byte[]> answer = get("Range", "bytes=0-1,5-6");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(answer.body().length));
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .contains("Content-Range: bytes 0-1/200000", "Content-Range: bytes 5-6/200000");
    }

    @Test
    void rangesThatCanNotBeSatisfied() throws Exception {
        send(SendFile.Options.none().withAttachment("film.mp4"));
        HttpResponse<byte[]> answer = get("Range", "bytes=200000-");
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */200000");
        assertThat(header(answer, "Content-Disposition"))
                .as("the error is no file")
                .isNull();
    }

    @Test
    void conditionsAndIfRange() throws Exception {
        String tag = header(get(), "ETag");
        String date = header(get(), "Last-Modified");
        assertThat(get("If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("If-Modified-Since", date).statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", "\"x\"", "If-Modified-Since", date).statusCode())
                .isEqualTo(200);
        assertThat(get("If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(get("If-Match", tag).statusCode()).isEqualTo(200);
        assertThat(get("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT").statusCode())
                .isEqualTo(412);
        assertThat(get("Range", "bytes=0-0", "If-Range", tag).statusCode()).isEqualTo(206);
        assertThat(get("Range", "bytes=0-0", "If-Range", date).statusCode()).isEqualTo(206);
        assertThat(get("Range", "bytes=0-0", "If-Range", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(get("Range", "bytes=200000-", "If-Range", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherMethodsAndStatusesGetTheWholeFile() throws Exception {
        String tag = header(get(), "ETag");
        assertThat(exchange("POST", "Range", "bytes=0-0", "If-None-Match", tag).body())
                .isEqualTo(content);
        application = (request, response) -> {
            response.setStatus(404);
            SendFile.send(request, response, file);
        };
        HttpResponse<byte[]> answer = get("Range", "bytes=0-0");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void anEmptyFile() throws Exception {
        Files.write(file, new byte[0]);
        HttpResponse<byte[]> answer = get("Range", "bytes=0-0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
    }

    @Test
    void whatCanNotBeSentIsNotFoundAndNotNamed() throws Exception {
        for (Path wrong : new Path[] {temp.resolve("nothing"), temp, file.resolve("below")}) {
            application = (request, response) -> SendFile.send(request, response, wrong);
            HttpResponse<byte[]> answer = get();
            assertThat(answer.statusCode()).isIn(404, 500);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(temp.toString());
        }
    }
}
