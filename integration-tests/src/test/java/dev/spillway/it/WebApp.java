/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One application directory under {@code webapps}, filled before the start or changed while Tomcat runs. */
final class WebApp {
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
            %s
            </web-app>
            """;

    private final Path root;
    private final StringBuilder webXml = new StringBuilder();

    WebApp(Path root) {
        this.root = root;
    }

    /** The place of a file in this application; its directory is made. */
    Path path(String name) {
        Path path = root.resolve(name);
        try {
            Files.createDirectories(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    WebApp file(String name, byte[] content) {
        try {
            Files.write(path(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    WebApp file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows a sample file under a name in this application, without copying it. */
    WebApp link(String name, Path sample) {
        try {
            Files.createLink(path(name), sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes {@code WEB-INF/web.xml} with the given elements in it, beside those of earlier calls. */
    WebApp webXml(String elements) {
        return file("WEB-INF/web.xml", WEB_XML.formatted(webXml.append(elements)));
    }

    /** Adds a servlet of the tests under a path such as {@code /send}. */
    WebApp servlet(String path, Class<?> type) {
        return classes(type).webXml("""
                <servlet><servlet-name>%1$s</servlet-name><servlet-class>%1$s</servlet-class></servlet>
                <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>%2$s</url-pattern></servlet-mapping>
                """.formatted(type.getName(), path));
    }

    /** Writes {@code META-INF/context.xml} with the given elements inside {@code <Context>}. */
    WebApp contextXml(String elements) {
        return file("META-INF/context.xml", "<Context>\n" + elements + "\n</Context>\n");
    }

    /** Copies classes of the tests into {@code WEB-INF/classes}; Tomcat's own loader loads them there. */
    WebApp classes(Class<?>... types) {
        for (Class<?> type : types) {
            String resource = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
                file("WEB-INF/classes/" + resource, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }
}
