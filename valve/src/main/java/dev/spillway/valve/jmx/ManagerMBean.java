/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadManagerMBean;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.WaitTimes;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.management.openmbean.TabularData;

/** Passes on what JMX asks a manager for. */
final class ManagerMBean implements DownloadManagerMBean {
    private final DownloadManager manager;
    private final Alarms alarms;
    private final ProcessMemory memory;

    ManagerMBean(DownloadManager manager, Alarms alarms, ProcessMemory memory) {
        this.manager = manager;
        this.alarms = alarms;
        this.memory = memory;
    }

    private ManagerStats stats() {
        return manager.stats();
    }

    private WaitTimes waits() {
        return stats().waits();
    }

    private Limits limits() {
        return manager.limits();
    }

    private void change(UnaryOperator<Limits> change) {
        LimitChange.apply(manager, change);
    }

    @Override
    public int getQueueLength() {
        return stats().queueLength();
    }

    @Override
    public int getActiveDownloads() {
        return stats().active();
    }

    @Override
    public int getLingeringConnections() {
        return stats().lingering();
    }

    @Override
    public int getOpenFiles() {
        return stats().openFiles();
    }

    @Override
    public long getProcessMemory() {
        return memory.bytes();
    }

    @Override
    public long getProcessMemoryPerDownload() {
        ManagerStats stats = stats();
        return memory.bytesPerDownload(stats.queueLength() + stats.active());
    }

    @Override
    public int getLoops() {
        return stats().connectionsByLoop().size();
    }

    @Override
    public int getBusiestLoopConnections() {
        return stats().connectionsByLoop().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    @Override
    public boolean isDraining() {
        return stats().isDraining();
    }

    @Override
    public long getRate() {
        return stats().bytesPerSecond();
    }

    @Override
    public long getTotalDownloads() {
        return stats().total();
    }

    @Override
    public long getRefused() {
        return stats().refused();
    }

    @Override
    public long getBytesSent() {
        return stats().bytesSent();
    }

    @Override
    public long getWaited() {
        return waits().count();
    }

    @Override
    public long getWaitMedianMillis() {
        return waits().median().toMillis();
    }

    @Override
    public long getWaitP95Millis() {
        return waits().p95().toMillis();
    }

    @Override
    public long getWaitP99Millis() {
        return waits().p99().toMillis();
    }

    @Override
    public long getWaitMaxMillis() {
        return waits().max().toMillis();
    }

    @Override
    public long getColdReadHits() {
        return stats().coldReads().hits();
    }

    @Override
    public long getColdReadMisses() {
        return stats().coldReads().misses();
    }

    @Override
    public long getColdReadBytes() {
        return stats().coldReads().bytes();
    }

    @Override
    public long getCompleted() {
        return stats().ended(Outcome.COMPLETED);
    }

    @Override
    public long getClientGone() {
        return stats().ended(Outcome.CLIENT_GONE);
    }

    @Override
    public long getStalled() {
        return stats().ended(Outcome.STALLED);
    }

    @Override
    public long getTooSlow() {
        return stats().ended(Outcome.TOO_SLOW);
    }

    @Override
    public long getWaitedTooLong() {
        return stats().ended(Outcome.WAITED_TOO_LONG);
    }

    @Override
    public long getCancelled() {
        return stats().ended(Outcome.CANCELLED);
    }

    @Override
    public long getFileChanged() {
        return stats().ended(Outcome.FILE_CHANGED);
    }

    @Override
    public long getCutByStop() {
        return stats().ended(Outcome.CUT_BY_STOP);
    }

    @Override
    public long getFailed() {
        return stats().ended(Outcome.FAILED);
    }

    @Override
    public long getRateLimit() {
        return limits().bytesPerSecond();
    }

    @Override
    public void setRateLimit(long bytesPerSecond) {
        change(limits -> limits.withBytesPerSecond(bytesPerSecond));
    }

    @Override
    public long getClientRateLimit() {
        return limits().clientBytesPerSecond();
    }

    @Override
    public void setClientRateLimit(long bytesPerSecond) {
        change(limits -> limits.withClientBytesPerSecond(bytesPerSecond));
    }

    @Override
    public long getDownloadRateLimit() {
        return limits().downloadBytesPerSecond();
    }

    @Override
    public void setDownloadRateLimit(long bytesPerSecond) {
        change(limits -> limits.withDownloadBytesPerSecond(bytesPerSecond, limits.limitAfter()));
    }

    @Override
    public int getClientDownloadsLimit() {
        return limits().clientDownloads();
    }

    @Override
    public void setClientDownloadsLimit(int downloads) {
        change(limits -> limits.withDownloads(downloads, limits.fileDownloads()));
    }

    @Override
    public int getFileDownloadsLimit() {
        return limits().fileDownloads();
    }

    @Override
    public void setFileDownloadsLimit(int downloads) {
        change(limits -> limits.withDownloads(limits.clientDownloads(), downloads));
    }

    @Override
    public int getQueueMark() {
        return alarms.queueMark();
    }

    @Override
    public void setQueueMark(int downloads) {
        alarms.setQueueMark(downloads);
    }

    @Override
    public TabularData downloads() {
        return DownloadTable.of(manager.downloads(Integer.MAX_VALUE));
    }

    @Override
    public TabularData downloadsOfClient(String client) {
        List<DownloadView> all = manager.downloads(Integer.MAX_VALUE);
        return DownloadTable.of(all.stream()
                .filter(download -> download.terms().client().equals(client))
                .toList());
    }

    @Override
    public boolean cancel(long id) {
        return manager.cancel(id);
    }

    @Override
    public boolean pause(long id) {
        return manager.pause(id);
    }

    @Override
    public boolean resume(long id) {
        return manager.resume(id);
    }

    @Override
    public boolean limit(long id, long bytesPerSecond) {
        return manager.setRate(id, bytesPerSecond);
    }

    @Override
    public boolean prioritize(long id, int priority) {
        return manager.setPriority(id, priority);
    }

    @Override
    public void drain() {
        manager.setDraining(true);
    }

    @Override
    public void endDrain() {
        manager.setDraining(false);
    }
}
