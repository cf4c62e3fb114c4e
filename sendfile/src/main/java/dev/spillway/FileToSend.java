/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.http.EntityTag;
import dev.spillway.manager.http.HttpDate;
import dev.spillway.manager.http.Validators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A regular file that an application wants to be the body of an answer.
 *
 * @param path of the file; goes to the log, never to the client
 * @param attributes as they were found
 */
record FileToSend(Path path, BasicFileAttributes attributes) {
    private static final Logger log = System.getLogger(SendFile.class.getName());

    /** Looks at the file; if it can't be sent, answers with an error and gives null. */
    static FileToSend find(Path path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return new FileToSend(path, attributes);
            }
            log.log(
                    Level.WARNING,
                    "[{0}] is to be sent for [{1}] but is no regular file",
                    path,
                    request.getRequestURI());
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } catch (NoSuchFileException e) {
            log.log(Level.WARNING, "[{0}] is to be sent for [{1}] but does not exist", path, request.getRequestURI());
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } catch (IOException e) {
            fail(path, response, e);
        }
        return null;
    }

    /** Says what the file is: type, name, entity tag and date. */
    void describe(HttpServletRequest request, HttpServletResponse response, SendFile.Options options) {
        describe(request, response, options, validators(response, options));
    }

    /** Sends the file, or what the request wants of it, and deletes it afterwards if that is wanted. */
    void send(HttpServletRequest request, HttpServletResponse response, SendFile.Options options) throws IOException {
        try {
            sendBody(request, response, options);
        } finally {
            if (options.isDeletedAfterwards()) {
                delete();
            }
        }
    }

    private void sendBody(HttpServletRequest request, HttpServletResponse response, SendFile.Options options)
            throws IOException {
        try (FileChannel channel = open(response)) {
            if (channel == null) {
                return;
            }
            Validators validators = validators(response, options);
            FileAnswer answer = FileAnswer.of(request, response.getStatus(), channel.size(), validators);
            if (answer.isRefusal()) {
                answer.refuse(response);
                return;
            }
            describe(request, response, options, validators);
            List<Segment> body = answer.begin(request, response);
            if (!body.isEmpty()) {
                new BodyWriter(channel, response.getOutputStream(), options.bytesPerSecond()).write(body);
            }
        }
    }

    private FileChannel open(HttpServletResponse response) throws IOException {
        try {
            return FileChannel.open(path);
        } catch (IOException e) {
            fail(path, response, e);
            return null;
        }
    }

    private void describe(
            HttpServletRequest request, HttpServletResponse response, SendFile.Options options, Validators validators) {
        String typeName = options.downloadName().orElse(String.valueOf(path.getFileName()));
        options.contentType()
                .or(() -> Optional.ofNullable(response.getContentType()))
                .or(() -> Optional.ofNullable(request.getServletContext().getMimeType(typeName)))
                .ifPresent(response::setContentType);
        options.contentDisposition().ifPresent(value -> response.setHeader("Content-Disposition", value));
        validators.entityTag().ifPresent(tag -> response.setHeader("ETag", tag.format()));
        if (options.lastModified().isPresent() || validators.isLastModifiedStrong()) {
            // Of the current second only the tag can tell: see Validators.
            validators.lastModified().ifPresent(time -> response.setHeader("Last-Modified", HttpDate.format(time)));
        }
    }

    /** The tag is made as the valve makes it, so that it is the same whoever sends the file. */
    private Validators validators(HttpServletResponse response, SendFile.Options options) {
        Instant now = Instant.now();
        Instant modified = attributes.lastModifiedTime().toInstant();
        EntityTag tag = options.entityTag()
                .or(() -> Optional.ofNullable(response.getHeader("ETag")))
                .flatMap(EntityTag::parse)
                .orElseGet(() -> EntityTag.ofFile(attributes.size(), modified, Optional.empty(), now));
        return new Validators(
                Optional.of(tag), Optional.of(options.lastModified().orElse(modified)), now);
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.log(Level.WARNING, "Failed to delete [" + path + "], which has been sent", e);
        }
    }

    /** The message of the exception has the path, which the error page of a container would show. */
    private static void fail(Path path, HttpServletResponse response, IOException e) throws IOException {
        log.log(Level.ERROR, "Failed to read [" + path + "], which is to be sent", e);
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
}
