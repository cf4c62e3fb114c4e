/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.control.CopyList;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** What has appeared at a terminal, and where else that is, for those who serve it. Safe for use by any number of threads. */
final class Catalogue implements LocalView {
    private final String self;
    private final URI files;
    private final DoubleSupplier load;
    private List<Holding> appeared = List.of();
    private volatile NavigableMap<String, PublishedFile> published = new TreeMap<>();
    private volatile CopyList copies = CopyList.EMPTY;

    /**
     * An empty catalogue.
     *
     * @param self identifier of the terminal
     * @param files where clients find what is published here, ending with a slash
     * @param load how busy the terminal is: 0 is idle, 1 is full
     */
    Catalogue(String self, URI files, DoubleSupplier load) {
        this.self = self;
        this.files = files;
        this.load = load;
    }

    /** Takes what has appeared out of all that the terminal has. */
    synchronized void renew(Collection<Holding> holdings) {
        appeared = holdings.stream()
                .filter(holding -> holding.state() == Holding.State.APPEARED)
                .sorted(Comparator.comparing(holding -> holding.request().issued()))
                .toList();
        index();
    }

    /** Who else has what, as a main server has told. */
    synchronized void learn(CopyList newest) {
        copies = newest;
        index();
    }

    long copiesVersion() {
        return copies.version();
    }

    private void index() {
        NavigableMap<String, PublishedFile> fresh = new TreeMap<>();
        for (Holding holding : appeared) {
            holding.appeared().forEach(file -> fresh.put(file.name(), withCopies(holding, file)));
        }
        published = fresh;
    }

    private PublishedFile withCopies(Holding holding, PublishedFile file) {
        List<PublishedFile.Copy> others = new ArrayList<>();
        for (int place : copies.holders().getOrDefault(holding.transfer(), List.of())) {
            CopyList.Node node = copies.nodes().get(place);
            if (!node.id().equals(self)) {
                URI url = URI.create(node.files() + MirrorFields.encode(file.name()));
                others.add(new PublishedFile.Copy(url, others.size() + 1, node.load()));
            }
        }
        return new PublishedFile(
                file.name(),
                file.path(),
                file.type(),
                file.bytes(),
                file.digest(),
                file.since(),
                file.expiry(),
                file.pieces(),
                others);
    }

    @Override
    public URI files() {
        return files;
    }

    @Override
    public double load() {
        return load.getAsDouble();
    }

    @Override
    public List<PublishedFile> published() {
        return List.copyOf(published.values());
    }

    @Override
    public Optional<PublishedFile> find(String name) {
        return Optional.ofNullable(published.get(name));
    }
}
