/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.Download;
import dev.spillway.client.DownloadClient;
import dev.spillway.client.api.DownloadException;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.engine.Threads;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The command {@code spillway-get}. */
public final class Get {
    private final GetOptions options;

    private Get(GetOptions options) {
        this.options = options;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        try {
            GetOptions options = new GetOptions(args);
            if (options.has(Usage.HELP)) {
                Usage.print(System.out);
                return ExitCode.OK.code();
            }
            if (options.has(Usage.VERSION)) {
                String version = Get.class.getPackage().getImplementationVersion();
                System.out.println("spillway-get " + (version == null ? "(not packaged)" : version));
                return ExitCode.OK.code();
            }
            return new Get(options).run().code();
        } catch (IllegalArgumentException e) {
            complain(e);
            System.err.println("spillway-get --help lists all options");
            return ExitCode.USAGE.code();
        } catch (IOException | RuntimeException e) {
            complain(e);
            return ExitCode.INTERNAL.code();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.code();
        }
    }

    private static void complain(Exception e) {
        System.err.println("spillway-get: " + Text.clean(String.valueOf(e.getMessage())));
    }

    private ExitCode run() throws IOException, InterruptedException {
        List<Target> targets = new Targets(options).all();
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("nothing to fetch: give a URL, --input-file or --metalink");
        }
        if (targets.size() == 1) {
            // The journal of a large file needs a digest as soon as a server has answered, and the runtime takes its
            // time to find one.
            Threads.start("spillway-digest", Checksum.Algorithm.SHA256::start);
        }
        try (DownloadClient client = new DownloadClient(options.download());
                View view = view()) {
            Runtime.getRuntime().addShutdownHook(new Thread(view::close));
            return fetchAll(client, view, targets);
        }
    }

    private View view() throws IOException {
        if (options.has(Usage.JSON)) {
            return new JsonView(System.out);
        }
        boolean quiet = options.has(Usage.QUIET);
        boolean verbose = options.has(Usage.VERBOSE);
        // The start script looks: Java has no one way to ask on all its versions.
        if (!quiet && Boolean.getBoolean("spillway.terminal")) {
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                return new TerminalView(terminal, verbose);
            }
            terminal.close();
        }
        return new PlainView(System.err, quiet, verbose);
    }

    private ExitCode fetchAll(DownloadClient client, View view, List<Target> targets) throws InterruptedException {
        ConcurrentLinkedQueue<Target> waiting = new ConcurrentLinkedQueue<>(targets);
        ConcurrentLinkedQueue<ExitCode> failures = new ConcurrentLinkedQueue<>();
        int parallel = Math.min(Math.max(options.parallel(), 1), targets.size());
        Semaphore slots = new Semaphore(parallel);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(2 * parallel, targets.size()); i++) {
            Thread worker = new Thread(() -> {
                for (Target target = waiting.poll(); target != null; target = waiting.poll()) {
                    fetch(client, view, slots, target).ifPresent(failures::add);
                }
            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return failures.isEmpty() ? ExitCode.OK : failures.peek();
    }

    private static Optional<ExitCode> fetch(DownloadClient client, View view, Semaphore slots, Target target) {
        DownloadCommands commands = new DownloadCommands();
        try (Slot slot = Slot.take(slots, view.watch(target.name(), commands))) {
            Download.Builder builder = Download.builder(
                            client, target.locations().get(0))
                    .output(target.output())
                    .listener(slot);
            for (URI mirror : target.locations().subList(1, target.locations().size())) {
                builder.mirror(mirror);
            }
            target.checksum().ifPresent(builder::checksum);
            target.metalink().ifPresent(builder::metalink);
            Download download = builder.build();
            commands.bind(download);
            download.run();
            return Optional.empty();
        } catch (DownloadException e) {
            // The view has said it.
            return Optional.of(ExitCode.of(e.failure()));
        } catch (IllegalArgumentException e) {
            System.err.println("spillway-get: " + target.name() + ": " + Text.clean(String.valueOf(e.getMessage())));
            return Optional.of(ExitCode.USAGE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(ExitCode.INTERRUPTED);
        }
    }
}
