/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.metalink.Metalink;
import dev.spillway.client.rank.ServerRanking;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.source.Sources;
import dev.spillway.client.store.FileIdentity;
import dev.spillway.client.store.JournalState;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.Spans;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Puts the parts of a download together once its file is identified: journal, servers, checks and the transfer. */
final class Assembly {
    private final Job job;
    private final Control control;
    private final PartialFile file;
    private final List<URI> locations;
    private final Reference reference;
    private final FileFacts facts;
    private final long size;
    private final Map<Integer, String> names = new HashMap<>();
    private volatile Transfer transfer;

    Assembly(Job job, Control control, PartialFile file, List<URI> locations, Reference reference) {
        this.job = job;
        this.control = control;
        this.file = file;
        this.locations = locations;
        this.reference = reference;
        this.facts = reference.open().facts();
        this.size = facts.size().orElseThrow();
    }

    Progress progress() {
        Transfer current = transfer;
        return current == null
                ? new Progress(OptionalLong.of(size), 0, 0, List.of(), List.of(), control.isPaused())
                : current.progress();
    }

    /** Fetches, checks and leaves the file ready to be finished. */
    void run(Optional<JournalState> left) throws DownloadException, IOException, InterruptedException {
        List<Server> servers = new ArrayList<>();
        try {
            prepare(left, servers).run();
        } finally {
            reference.open().abort();
            servers.forEach(server -> server.source().close());
        }
    }

    private SizedDownload prepare(Optional<JournalState> left, List<Server> servers)
            throws DownloadException, IOException, InterruptedException {
        if (left.isPresent()) {
            HeldBytes.verify(left.get(), reference.server().source(), facts, file, job.options());
            names.putAll(left.get().servers());
            job.listener().event("goes on with " + left.get().have().total() + " of " + size + " bytes");
        }
        Optional<Metalink> described = job.pieces().isPresent() ? Optional.empty() : DescribedBy.find(job, facts, size);
        servers.addAll(servers(described));
        Spans have = left.map(JournalState::have).orElseGet(() -> begun(servers.get(0)));
        PortionPlan plan = new PortionPlan(size, have);
        FileIdentity identity = new FileIdentity(
                FileIdentity.fingerprint(reference.server().source().uri()), size, facts.validators());
        file.begin(new JournalState(identity, have, names));
        SizedDownload.Known known = known(described);
        Roster roster = new Roster(job.options(), servers.get(0), servers.subList(1, servers.size()));
        transfer = new Transfer(job, control, file, plan, roster, mirrorCheck(servers.get(0), known));
        if (size > have.total()) {
            transfer.begin(servers.get(0), reference.start(), reference.open());
        }
        return new SizedDownload(job, file, plan, roster, transfer, known);
    }

    /** What of the answer is in the file already, for it was read before anybody knew that a transfer would be needed. */
    private Spans begun(Server server) {
        Spans begun = new Spans();
        if (reference.start() > 0) {
            begun.add(0, reference.start(), server.id());
        }
        return begun;
    }

    private MirrorCheck mirrorCheck(Server first, SizedDownload.Known known) {
        Samples samples = new Samples(first.source(), size, job.options());
        return new MirrorCheck(facts, size, known.checksum(), known.pieces().isPresent(), samples);
    }

    private SizedDownload.Known known(Optional<Metalink> described) {
        Optional<Checksum> checksum =
                job.checksum().or(() -> described.flatMap(Metalink::checksum)).or(facts::digest);
        Optional<PieceChecksums> pieces =
                job.pieces().or(() -> described.flatMap(Metalink::pieces)).filter(some -> some.fit(size));
        return new SizedDownload.Known(size, checksum, pieces);
    }

    /** The reference, then all other places of the file in order of rank. */
    private List<Server> servers(Optional<Metalink> described) {
        Set<URI> places = new LinkedHashSet<>(locations);
        places.addAll(facts.mirrors());
        described.ifPresent(found -> places.addAll(found.locations()));
        places.remove(reference.server().source().uri());
        ServerRanking ranking = job.ranking();
        List<Server> servers = new ArrayList<>();
        Server first = new Server(nextId(), reference.server().source(), job.options());
        first.state(Progress.State.ACTIVE);
        first.responded(reference.open().responseTime());
        if (!facts.ranges()) {
            first.limitLinks(1);
        }
        names.put(first.id(), first.name());
        servers.add(first);
        places.stream()
                .filter(Sources::isKnown)
                .sorted(Comparator.comparing(Sources::server, ranking.order()))
                .forEach(uri -> {
                    Server server = new Server(nextId(), job.sources().source(uri), job.options());
                    names.put(server.id(), server.name());
                    servers.add(server);
                });
        return servers;
    }

    private int nextId() {
        return names.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
    }
}
