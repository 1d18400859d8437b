package io.langsong.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The settings of the embedded PostgreSQL: safe against a power cut, small enough for a box of 1 GB. */
final class PostgresSettings {
    private PostgresSettings() {}

    /** Text of {@code postgresql.conf}; an operator's own {@code local.conf} beside it is read last. */
    static String text(int port, int major, Path log, Map<String, String> extra) {
        StringBuilder text =
                new StringBuilder("""
                # Written by LangSong at each start. Settings of your own: put them into local.conf beside this file.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                password_encryption = scram-sha-256
                max_connections = 40

                # An acknowledged commit is on the disk.
                fsync = on
                synchronous_commit = on
                full_page_writes = on

                # One small server without replicas.
                wal_level = minimal
                max_wal_senders = 0
                wal_compression = on
                max_wal_size = 256MB
                min_wal_size = 64MB
                checkpoint_timeout = 15min
                shared_buffers = 64MB
                effective_cache_size = 256MB
                work_mem = 4MB
                maintenance_work_mem = 32MB
                autovacuum_max_workers = 2
                max_worker_processes = 4
                max_logical_replication_workers = 0
                max_parallel_workers_per_gather = 0
                max_parallel_maintenance_workers = 0
                jit = off

                # Instants are UTC everywhere inside.
                timezone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'ISO, YMD'

                # A week of log files; no value that a statement carries.
                logging_collector = on
                log_directory = '%s'
                log_filename = 'postgresql-%%a.log'
                log_file_mode = 0600
                log_rotation_age = 1d
                log_rotation_size = 0
                log_truncate_on_rotation = on
                log_min_messages = warning
                log_checkpoints = off
                log_min_duration_statement = 2s
                log_parameter_max_length = 0
                log_line_prefix = '%%m [%%p] '
                """.formatted(port, log.toString().replace("'", "''")));
        if (!Files.isDirectory(Path.of("/dev/shm"))) {
            text.append("dynamic_shared_memory_type = mmap\n");
        }
        if (major >= 18) {
            // The default starts three more processes, for gains that an SD card or a small disk does not show.
            text.append("io_method = sync\n");
        }
        extra.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        return text.append("include_if_exists = 'local.conf'\n").toString();
    }
}
