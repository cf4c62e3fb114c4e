/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import dev.spillway.manager.http.ContentDisposition;
import dev.spillway.manager.http.EntityTag;
import dev.spillway.manager.http.HeaderFields;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers a request with a file that needs no URL of its own (SYSTEMS.md A11). The application decides who gets what and
 * calls {@code send} as its last act; nothing in the answer says where the file is.
 *
 * <p>Where Spillway's valve runs, the file leaves by the valve after the application has returned. Elsewhere, also in
 * another container, it is sent here and now on the thread of the request. The answer is the same: ranges, conditions,
 * HEAD, entity tag and date as RFC 9110 has them.
 *
 * <p>May be called from any thread that may use the request. With an asynchronous request the file is always sent here
 * and now.
 */
public final class SendFile {
    /** Request attribute by which the valve says that it takes files over: {@link Boolean#TRUE}. */
    public static final String SUPPORT_ATTRIBUTE = "dev.spillway.sendfile.support";

    /** Request attribute for the valve: absolute path of the file, a {@link String}. */
    public static final String PATH_ATTRIBUTE = "dev.spillway.sendfile.path";

    /** Request attribute for the valve: bytes per second, a {@link Long} greater than 0; absent for no limit. */
    public static final String RATE_ATTRIBUTE = "dev.spillway.sendfile.rate";

    /** Request attribute for the valve: {@link Boolean#TRUE} if the file is to be deleted afterwards. */
    public static final String DELETE_ATTRIBUTE = "dev.spillway.sendfile.delete";

    private SendFile() {}

    /**
     * Sends a file under the name of the URL.
     *
     * @see #send(HttpServletRequest, HttpServletResponse, Path, Options)
     */
    public static void send(HttpServletRequest request, HttpServletResponse response, Path path) throws IOException {
        send(request, response, path, Options.none());
    }

    /**
     * Sends a file. Headers, cookies and the status that were set before stay; what was written to the body is dropped.
     * Nothing may be written afterwards. If there is no regular file at the path, the answer is 404; if it can't be read,
     * 500, and the log says why.
     *
     * @param path never from the client unchecked
     * @throws IllegalStateException if the answer is on its way already, or a writer was taken from it and the file is
     *     sent here
     * @throws IOException if the client goes away or the file is cut short while it is sent here
     */
    public static void send(HttpServletRequest request, HttpServletResponse response, Path path, Options options)
            throws IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "The answer is on its way already: call SendFile.send before any byte of" + " the body is flushed");
        }
        FileToSend file = FileToSend.find(path, request, response);
        if (file == null) {
            return;
        }
        response.resetBuffer();
        if (reachesValve(request, response)) {
            file.describe(request, response, options);
            request.setAttribute(PATH_ATTRIBUTE, path.toAbsolutePath().toString());
            request.setAttribute(RATE_ATTRIBUTE, options.bytesPerSecond() == 0 ? null : options.bytesPerSecond());
            request.setAttribute(DELETE_ATTRIBUTE, options.isDeletedAfterwards() ? true : null);
        } else {
            file.send(request, response, options);
        }
    }

    /** Whether the answer comes back through the valve unfinished, as one that the valve deals with. */
    private static boolean reachesValve(HttpServletRequest request, HttpServletResponse response) {
        boolean isRead = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        // The end of a forward closes a wrapped response, and an asynchronous request may end on any thread.
        boolean isClosedBefore = request.isAsyncStarted()
                || (request.getDispatcherType() == DispatcherType.FORWARD
                        && response instanceof ServletResponseWrapper);
        return Boolean.TRUE.equals(request.getAttribute(SUPPORT_ATTRIBUTE))
                && isRead
                && response.getStatus() == HttpServletResponse.SC_OK
                && !isClosedBefore;
    }

    /**
     * How a file is sent. Immutable; begin with {@link #none()}.
     *
     * @param downloadName name for the client's disk, any text; empty to say nothing of it
     * @param isInline with a name: whether a browser may show the file rather than store it
     * @param contentType MIME type; if empty that which is set at the response, else that of the container's table by
     *     download name or file name
     * @param bytesPerSecond greatest rate, 0 for no limit of its own
     * @param isDeletedAfterwards whether the file is deleted once it is sent, or once sending it has failed
     * @param entityTag as in a header field, such as {@code "v1"} with its quotes; if empty that which is set at the
     *     response, else one made from size, date and identity of the file
     * @param lastModified if empty that of the file
     */
    public record Options(
            Optional<String> downloadName,
            boolean isInline,
            Optional<String> contentType,
            long bytesPerSecond,
            boolean isDeletedAfterwards,
            Optional<String> entityTag,
            Optional<Instant> lastModified) {

        /** @throws IllegalArgumentException if the rate is negative, or type or tag can't be a header field */
        public Options {
            if (bytesPerSecond < 0) {
                throw new IllegalArgumentException(
                        "bytesPerSecond=" + bytesPerSecond + " < 0: give a rate such as 1048576, or 0 for no limit");
            }
            if (!contentType.map(HeaderFields::isValue).orElse(true)) {
                throw new IllegalArgumentException(
                        "contentType has a character that a header field must not have; give one such as \"text/plain\"");
            }
            if (entityTag.isPresent() && EntityTag.parse(entityTag.get()).isEmpty()) {
                throw new IllegalArgumentException(
                        "entityTag=[" + entityTag.get() + "] is none: it needs quotes, such as \"v1\" or W/\"v1\"");
            }
        }

        /** Nothing special. */
        public static Options none() {
            return new Options(Optional.empty(), false, Optional.empty(), 0, false, Optional.empty(), Optional.empty());
        }

        /** Has the client store the file under a name: {@code Content-Disposition: attachment}, RFC 6266, RFC 8187. */
        public Options withAttachment(String name) {
            return new Options(
                    Optional.of(name),
                    false,
                    contentType,
                    bytesPerSecond,
                    isDeletedAfterwards,
                    entityTag,
                    lastModified);
        }

        /** Lets the client show the file, and names it for the case that it is stored: {@code inline}. */
        public Options withInline(String name) {
            return new Options(
                    Optional.of(name), true, contentType, bytesPerSecond, isDeletedAfterwards, entityTag, lastModified);
        }

        /** Sets the MIME type, such as "application/zip". */
        public Options withContentType(String type) {
            return new Options(
                    downloadName,
                    isInline,
                    Optional.of(type),
                    bytesPerSecond,
                    isDeletedAfterwards,
                    entityTag,
                    lastModified);
        }

        /** Limits the rate in bytes per second; 0 for no limit. */
        public Options withBytesPerSecond(long rate) {
            return new Options(downloadName, isInline, contentType, rate, isDeletedAfterwards, entityTag, lastModified);
        }

        /** Has the file deleted afterwards, however the download ends. */
        public Options withDeletionAfterwards() {
            return new Options(downloadName, isInline, contentType, bytesPerSecond, true, entityTag, lastModified);
        }

        /** Sets the entity tag, with its quotes: {@code "v1"} or {@code W/"v1"}. */
        public Options withEntityTag(String tag) {
            return new Options(
                    downloadName,
                    isInline,
                    contentType,
                    bytesPerSecond,
                    isDeletedAfterwards,
                    Optional.of(tag),
                    lastModified);
        }

        /** Sets the time of the last change; a header field has whole seconds of it. */
        public Options withLastModified(Instant time) {
            return new Options(
                    downloadName,
                    isInline,
                    contentType,
                    bytesPerSecond,
                    isDeletedAfterwards,
                    entityTag,
                    Optional.of(time));
        }

        Optional<String> contentDisposition() {
            return downloadName.map(
                    name -> isInline ? ContentDisposition.inline(name) : ContentDisposition.attachment(name));
        }
    }
}
