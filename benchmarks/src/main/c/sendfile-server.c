/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor of the comparison: the least that a server can do for a file on Linux. Two processes, each with one epoll set,
 * accept from one socket; a GET is answered with a head and sendfile(2), in turns of 2 MiB. No checks, no time-outs, no
 * logging: not a server to be used.
 *
 * usage: sendfile-server PORT ROOT
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORKERS = 2, TURN_BYTES = 2 << 20, REQUEST_BYTES = 2048, MAX_EVENTS = 256 };

struct connection {
    int socket;
    int file; /* -1 between two requests */
    off_t offset;
    off_t length;
    int closes;
    size_t filled;
    char request[REQUEST_BYTES];
};

static const char *root;
static int epoll;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void end(struct connection *c) {
    if (c->file >= 0) {
        close(c->file);
    }
    close(c->socket);
    free(c);
}

static void watch(struct connection *c, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(epoll, operation, c->socket, &event) < 0) {
        fail("epoll_ctl");
    }
}

static void accept_all(int listener) {
    int one = 1;
    int socket;
    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        if (c == NULL) {
            fail("calloc");
        }
        c->socket = socket;
        c->file = -1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

/* Opens the file and sends the head; 0 if the connection is of no more use. */
static int answer(struct connection *c) {
    char path[REQUEST_BYTES * 2];
    char head[256];
    struct stat status;
    char *end_of_path;
    if (strncmp(c->request, "GET /", 5) != 0 || (end_of_path = strchr(c->request + 5, ' ')) == NULL) {
        return 0;
    }
    snprintf(path, sizeof path, "%s/%.*s", root, (int)(end_of_path - c->request - 5), c->request + 5);
    c->closes = strcasestr(c->request, "\r\nConnection: close") != NULL;
    c->file = open(path, O_RDONLY | O_CLOEXEC);
    if (c->file < 0 || fstat(c->file, &status) < 0) {
        return 0;
    }
    c->offset = 0;
    c->length = status.st_size;
    c->filled = 0;
    int count = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %lld\r\n\r\n", (long long)c->length);
    return send(c->socket, head, count, MSG_MORE | MSG_NOSIGNAL) == count;
}

/* Sends a turn; 0 if the connection is of no more use. */
static int send_turn(struct connection *c) {
    off_t stop = c->offset + TURN_BYTES;
    while (c->offset < c->length && c->offset < stop) {
        ssize_t sent = sendfile(c->socket, c->file, &c->offset, stop - c->offset);
        if (sent < 0 && errno == EAGAIN) {
            break;
        }
        if (sent <= 0) {
            return 0;
        }
    }
    if (c->offset < c->length) {
        watch(c, EPOLL_CTL_MOD, EPOLLOUT);
        return 1;
    }
    close(c->file);
    c->file = -1;
    if (c->closes) {
        shutdown(c->socket, SHUT_WR);
    }
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
    return 1;
}

/* Reads a request; 0 if the connection is of no more use. */
static int read_request(struct connection *c) {
    ssize_t count = read(c->socket, c->request + c->filled, REQUEST_BYTES - 1 - c->filled);
    if (count <= 0) {
        return count < 0 && errno == EAGAIN;
    }
    c->filled += count;
    c->request[c->filled] = 0;
    if (strstr(c->request, "\r\n\r\n") == NULL) {
        return c->filled < REQUEST_BYTES - 1;
    }
    return answer(c) && send_turn(c);
}

static void serve(int listener) {
    struct epoll_event events[MAX_EVENTS];
    struct epoll_event accepting = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = NULL};
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &accepting) < 0) {
        fail("epoll");
    }
    for (;;) {
        int count = epoll_wait(epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == NULL) {
                accept_all(listener);
            } else if (!(c->file >= 0 ? send_turn(c) : read_request(c))) {
                end(c);
            }
        }
    }
}

static int listen_on(int port) {
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4096) < 0) {
        fail("listen");
    }
    return listener;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: %s PORT ROOT\n", argv[0]);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    root = argv[2];
    int listener = listen_on(atoi(argv[1]));
    for (int i = 1; i < WORKERS; i++) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            break;
        }
    }
    serve(listener);
}
