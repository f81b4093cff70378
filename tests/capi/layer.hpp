// What the tests of the C++ layer share.
#ifndef LAYER_HPP
#define LAYER_HPP

#include <cstdint>
#include <string_view>

#include "tvpass.hpp"

// Counts a check.
void check(bool ok, const char *what, const char *file, int line);

#define CHECK(...) check((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

// Nothing listens there.
constexpr const char *HERE = "http://127.0.0.1:1";

tvpass::result<tvpass::site> a_site(std::string_view base);
tvpass::response answer(std::uint16_t status, std::string_view body);

// layer_operations.cpp
void operations();

// layer_flows.cpp
void flows();

#endif
