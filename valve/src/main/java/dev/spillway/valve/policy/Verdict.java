/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;

/**
 * What a policy says about one download.
 *
 * @param kind what is to be done
 * @param status of the answer, 400 to 599, if it is refused; else 0
 * @param retryAfterSeconds for the field {@code Retry-After} (RFC 9110 section 10.2.3), 0 or more; -1 for none
 * @param reason for the log, in a few words; empty if there is nothing to say
 */
public record Verdict(Kind kind, int status, long retryAfterSeconds, String reason) {
    /** The four things that a policy can say. */
    public enum Kind {
        /** The download is taken over, if all other policies admit it, too. */
        ADMIT,
        /** It is not; what that means is for the administrator to say, see {@code onRefusal}. */
        DENY,
        /** It is not taken over; Tomcat answers as if the valve were not there. */
        LEAVE,
        /** The client gets an error instead of the file. */
        REFUSE
    }

    private static final Verdict ADMITTED = new Verdict(Kind.ADMIT, 0, -1, "");
    private static final Verdict LEFT = new Verdict(Kind.LEAVE, 0, -1, "");

    public Verdict {
        Objects.requireNonNull(reason, "reason");
        boolean isStatusGood = kind == Kind.REFUSE ? status >= 400 && status <= 599 : status == 0;
        if (!isStatusGood) {
            throw new IllegalArgumentException(
                    "status=" + status + " with " + kind + ": a refusal needs 400 to 599, such as 403, all others 0");
        }
        if (retryAfterSeconds < -1 || (retryAfterSeconds >= 0 && kind != Kind.REFUSE)) {
            throw new IllegalArgumentException("retryAfterSeconds=" + retryAfterSeconds + " with " + kind
                    + ": only a refusal can have it, and it must be 0 or more, such as 120");
        }
    }

    /** Take it over. */
    public static Verdict admit() {
        return ADMITTED;
    }

    /**
     * Don't take it over; the configuration says what the client gets.
     *
     * @param reason for the log
     */
    public static Verdict deny(String reason) {
        return new Verdict(Kind.DENY, 0, -1, reason);
    }

    /** Don't take it over, let Tomcat answer, whatever the configuration says about refusals. */
    public static Verdict leaveToTomcat() {
        return LEFT;
    }

    /**
     * Answer with an error.
     *
     * @param status 400 to 599
     * @param reason for the log
     */
    public static Verdict refuse(int status, String reason) {
        return new Verdict(Kind.REFUSE, status, -1, reason);
    }

    /**
     * The same refusal with a {@code Retry-After}.
     *
     * @param delay 0 or more; parts of a second are rounded up
     */
    public Verdict withRetryAfter(Duration delay) {
        return new Verdict(kind, status, delay.plusNanos(999_999_999).toSeconds(), reason);
    }

    /** The same with another reason. */
    Verdict because(String otherReason) {
        return new Verdict(kind, status, retryAfterSeconds, otherReason);
    }

    public boolean isAdmitted() {
        return kind == Kind.ADMIT;
    }

    public boolean isRefused() {
        return kind == Kind.REFUSE;
    }

    /** Adds the {@code Retry-After} of a refusal, if it has one, to the answer; sending the error is left to others. */
    public void addTo(HttpServletResponse response) {
        if (retryAfterSeconds >= 0) {
            response.setHeader("Retry-After", Long.toString(retryAfterSeconds));
        }
    }
}
