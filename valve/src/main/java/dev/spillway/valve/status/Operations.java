/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.valve.jmx.LimitChange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be done to a manager: {@code /drain}, {@code /endDrain} and {@code /limits}, and to a download {@code
 * /downloads/7/cancel}, {@code pause}, {@code resume}, {@code limit} with {@code bytesPerSecond}, and {@code priority}
 * with {@code priority}.
 */
final class Operations {
    private static final Pattern PATH =
            Pattern.compile("/(drain|endDrain|limits)|/downloads/([0-9]{1,18})/(cancel|pause|resume|limit|priority)");

    private final DownloadManager manager;

    Operations(DownloadManager manager) {
        this.manager = manager;
    }

    /** Whether there is an operation at this path below that of the page. */
    static boolean isAt(String path) {
        return PATH.matcher(path).matches();
    }

    /** Does what {@link #isAt} has found. */
    Reply run(String path, HttpServletRequest request) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(path);
        }
        try {
            if (matcher.group(1) != null) {
                runOnManager(matcher.group(1), request);
                return done();
            }
            long id = Long.parseLong(matcher.group(2));
            return runOnDownload(id, matcher.group(3), request)
                    ? done()
                    : Reply.error(HttpServletResponse.SC_NOT_FOUND, "there is no download " + id + " any more");
        } catch (IllegalArgumentException e) {
            return Reply.error(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        }
    }

    private static Reply done() {
        return Reply.json(out -> {
            out.writeStartObject();
            out.writeBooleanField("done", true);
            out.writeEndObject();
        });
    }

    private void runOnManager(String operation, HttpServletRequest request) {
        switch (operation) {
            case "drain" -> manager.setDraining(true);
            case "endDrain" -> manager.setDraining(false);
            default -> setLimits(request);
        }
    }

    /** Those limits that are parameters are changed, the others stay. */
    private void setLimits(HttpServletRequest request) {
        LimitChange.apply(
                manager,
                limits -> limits.withBytesPerSecond(number(request, "rate", limits.bytesPerSecond()))
                        .withClientBytesPerSecond(number(request, "clientRate", limits.clientBytesPerSecond()))
                        .withDownloadBytesPerSecond(
                                number(request, "downloadRate", limits.downloadBytesPerSecond()), limits.limitAfter()));
    }

    private boolean runOnDownload(long id, String operation, HttpServletRequest request) {
        return switch (operation) {
            case "cancel" -> manager.cancel(id);
            case "pause" -> manager.pause(id);
            case "resume" -> manager.resume(id);
            case "limit" -> manager.setRate(id, number(request, "bytesPerSecond"));
            default -> manager.setPriority(id, Math.toIntExact(number(request, "priority")));
        };
    }

    private static long number(HttpServletRequest request, String name, long otherwise) {
        return request.getParameter(name) == null ? otherwise : number(request, name);
    }

    private static long number(HttpServletRequest request, String name) {
        String text = request.getParameter(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "=\"" + text + "\" is no number, such as 1000", e);
        }
    }
}
