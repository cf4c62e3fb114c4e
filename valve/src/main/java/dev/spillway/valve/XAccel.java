/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.valve.connector.ConnectorHttp;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * The header fields that go with {@code X-Accel-Redirect}, as nginx documents them ({@code proxy_ignore_headers} of
 * ngx_http_proxy_module, and the page on X-Accel of its wiki). A value that can't be read is ignored, as nginx does, and
 * logged.
 */
final class XAccel {
    static final String REDIRECT = "X-Accel-Redirect";

    private static final Log log = LogFactory.getLog(XAccel.class);
    private static final StringManager sm = StringManager.getManager(XAccel.class);

    private static final String LIMIT_RATE = "X-Accel-Limit-Rate";
    private static final String CHARSET = "X-Accel-Charset";
    private static final String EXPIRES = "X-Accel-Expires";
    private static final String BUFFERING = "X-Accel-Buffering";
    private static final List<String> ALL = List.of(REDIRECT, LIMIT_RATE, CHARSET, EXPIRES, BUFFERING);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final String OFF = "off";

    private XAccel() {}

    /** The rate of {@code X-Accel-Limit-Rate} in bytes per second; 0 for none, "off" or 0. */
    static long bytesPerSecond(Response response) {
        String rate = value(response, LIMIT_RATE);
        if (rate == null || rate.equalsIgnoreCase(OFF)) {
            return 0;
        }
        if (!NUMBER.matcher(rate).matches()) {
            ignore(LIMIT_RATE, rate);
            return 0;
        }
        return Long.parseLong(rate);
    }

    /** Sets the charset of {@code X-Accel-Charset} in the type of the answer, whatever it was; "off" leaves it. */
    static void applyCharset(Response response) {
        String charset = value(response, CHARSET);
        if (charset == null || charset.equalsIgnoreCase(OFF)) {
            return;
        }
        if (isCharset(charset)) {
            response.setCharacterEncoding(charset);
        } else {
            ignore(CHARSET, charset);
        }
    }

    /**
     * Translates {@code X-Accel-Expires}, which for nginx is the time that its own cache keeps an answer: seconds, {@code
     * @} and seconds since the epoch, 0 for not at all, or "off".
     *
     * <p>There is no such cache here, so the time goes to the one cache that an answer after an access check may stay in,
     * that of the client: {@code Cache-Control: private, max-age=}. What the application says of caching by itself stays.
     */
    static void applyExpires(Response response, Instant now) {
        String expires = value(response, EXPIRES);
        if (expires == null || expires.equalsIgnoreCase(OFF)) {
            return;
        }
        boolean isTime = expires.startsWith("@");
        String digits = isTime ? expires.substring(1) : expires;
        if (!NUMBER.matcher(digits).matches()) {
            ignore(EXPIRES, expires);
        } else if (response.getHeader("Cache-Control") == null && response.getHeader("Expires") == null) {
            long seconds = Long.parseLong(digits) - (isTime ? now.getEpochSecond() : 0);
            response.setHeader("Cache-Control", seconds > 0 ? "private, max-age=" + seconds : "no-cache");
        }
    }

    /** Takes all of the fields out of the answer. */
    static void strip(Response response) {
        ALL.forEach(name -> ConnectorHttp.removeHeader(response, name));
    }

    private static String value(Response response, String name) {
        String value = response.getHeader(name);
        return value == null ? null : value.strip();
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static void ignore(String name, String value) {
        log.warn(sm.getString("xAccel.ignored", name, value));
    }
}
