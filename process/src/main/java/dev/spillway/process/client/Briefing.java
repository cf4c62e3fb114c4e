/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.Limits;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.server.Build;
import dev.spillway.process.server.ServerOptions;
import dev.spillway.process.wire.Frame.LogFile;
import dev.spillway.process.wire.Frame.SetLimits;
import dev.spillway.process.wire.Hello;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** What a manager has to know from this JVM, at the beginning and whenever it changes. Used on the thread of the {@link ProcessLoop}. */
final class Briefing {
    private static final Logger LOG = System.getLogger(Briefing.class.getName());

    private final String settings;
    private final Descriptors descriptors;
    private final LogOpener log;
    private Limits limits;

    Briefing(RemoteSettings settings, Descriptors descriptors, LogOpener log) {
        this.settings = ServerOptions.settings(settings.engine());
        this.descriptors = descriptors;
        this.log = log;
        limits = settings.engine().limits();
    }

    /** Whether a manager is as this JVM would start one. */
    boolean isOurs(Hello peer) {
        return peer.build().equals(Build.VERSION) && peer.settings().equals(settings);
    }

    /** Says everything; one that an administrator has started keeps its own limits. */
    void everything(ProcessLink link) {
        if (link.peer().isManaged()) {
            link.send(new SetLimits(limits));
        }
        logFile(link);
    }

    /** Other limits hold, in all managers that there are and will be. */
    void limits(Limits newLimits, List<ProcessLink> links) {
        limits = newLimits;
        links.stream().filter(ProcessLink::isTalking).forEach(link -> link.send(new SetLimits(newLimits)));
    }

    /** Gives a manager the file that lines of the download log go to now. */
    void logFile(ProcessLink link) {
        try {
            Optional<FileChannel> file = log.open();
            if (file.isPresent()) {
                link.sendNow(new Outgoing(new LogFile().toBytes().orElseThrow(), List.of(descriptors.of(file.get()))));
                file.get().close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The manager process can't be given the download log", e);
        }
    }
}
