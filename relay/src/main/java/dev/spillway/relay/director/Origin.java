/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.conf.MainSettings;
import dev.spillway.relay.control.Addresses;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the file of a transfer comes from, as it stands in the database: {@code store:NAME}, {@code bundle:UUID}, or the address of a distribution server.
 */
record Origin(String text) {
    private static final String STORE = "store:";
    private static final String BUNDLE = "bundle:";

    /** How names of bundles end in the state folder. */
    static final String BUNDLE_FILE = ".bundle";

    static Origin ofStore(String name) {
        return new Origin(STORE + name);
    }

    static Origin ofBundle(UUID bundle) {
        return new Origin(BUNDLE + bundle);
    }

    /** The text for a bundle in the state folder. */
    static String textOfBundle(Path bundle) {
        String name = bundle.getFileName().toString();
        return BUNDLE + name.substring(0, name.length() - BUNDLE_FILE.length());
    }

    static Origin ofServer(URI uri) {
        return new Origin(uri.toString());
    }

    /** The file, if this main server has it: those who share a database may share a store folder, too, or not. */
    Optional<Path> file(MainSettings settings, long bytes) {
        Optional<Path> path = path(settings);
        return path.filter(file -> Files.isRegularFile(file) && file.toFile().length() == bytes);
    }

    private Optional<Path> path(MainSettings settings) {
        if (text.startsWith(STORE)) {
            return Optional.of(settings.store().resolve(text.substring(STORE.length())));
        }
        if (text.startsWith(BUNDLE)) {
            return Optional.of(settings.state().resolve(text.substring(BUNDLE.length()) + BUNDLE_FILE));
        }
        return Optional.empty();
    }

    boolean isBundle() {
        return text.startsWith(BUNDLE);
    }

    /** Whether it is at a distribution server. */
    boolean isElsewhere() {
        return !text.startsWith(STORE) && !text.startsWith(BUNDLE);
    }

    /** Where terminals fetch it from a main server that has it, or from the distribution server. */
    URI address(MainSettings settings, UUID transfer) {
        return isElsewhere() ? URI.create(text) : Addresses.pieces(settings.address(), transfer);
    }

    /** For those who watch. */
    @Override
    public String toString() {
        return text;
    }
}
