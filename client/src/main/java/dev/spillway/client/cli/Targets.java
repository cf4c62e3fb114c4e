/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.metalink.Metalink;
import dev.spillway.client.metalink.MetalinkReader;
import dev.spillway.client.store.SafeName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a command line names: by URLs, in a list, in a Metalink document. */
final class Targets {
    private final GetOptions options;

    Targets(GetOptions options) {
        this.options = options;
    }

    /**
     * All of them in the order of their naming.
     *
     * @throws IOException if a list or a document cannot be read
     */
    List<Target> all() throws IOException {
        List<Target> targets = new ArrayList<>(listed());
        targets.addAll(described());
        List<URI> locations = new ArrayList<>(options.urls());
        if (!locations.isEmpty()) {
            Optional<Path> mirrors = options.path(Usage.MIRRORS);
            if (mirrors.isPresent()) {
                InputFile.read(mirrors.get()).forEach(entry -> locations.addAll(entry.locations()));
            }
            targets.add(new Target(locations, place(), options.checksum(), Optional.empty()));
        }
        return targets;
    }

    private Path place() {
        return options.path(Usage.OUTPUT).map(options.directory()::resolve).orElseGet(options::directory);
    }

    private List<Target> listed() throws IOException {
        List<Target> targets = new ArrayList<>();
        Optional<Path> list = options.path(Usage.LIST);
        for (InputFile.Entry entry : list.isEmpty() ? List.<InputFile.Entry>of() : InputFile.read(list.get())) {
            Path file = entry.name().map(options.directory()::resolve).orElseGet(options::directory);
            targets.add(new Target(entry.locations(), file, Optional.empty(), Optional.empty()));
        }
        return targets;
    }

    private List<Target> described() throws IOException {
        List<Target> targets = new ArrayList<>();
        Optional<Path> document = options.path(Usage.METALINK);
        for (Metalink file :
                document.isEmpty() ? List.<Metalink>of() : MetalinkReader.read(Files.readAllBytes(document.get()))) {
            if (file.locations().isEmpty()) {
                throw new IOException(document.get() + " names no location that we can fetch from");
            }
            Path named = options.path(Usage.OUTPUT).isEmpty()
                    ? options.directory().resolve(SafeName.of(file.name()))
                    : place();
            targets.add(new Target(file.locations(), named, options.checksum(), Optional.of(file)));
        }
        return targets;
    }
}
