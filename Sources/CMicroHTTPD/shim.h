#pragma once
#include <microhttpd.h>
#include <netinet/in.h>

// MHD_start_daemon takes a variable argument list, which Swift does not import.
static inline struct MHD_Daemon *almanac_mhd_start(
    const struct sockaddr_in *address, MHD_AccessHandlerCallback handler, void *context) {
    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO, ntohs(address->sin_port), NULL, NULL, handler,
        context, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_CONNECTION_LIMIT, (unsigned int)64,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)30, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)65536, MHD_OPTION_END);
}

static inline uint16_t almanac_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}
