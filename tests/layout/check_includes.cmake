# check_includes: who may include whom, which dependency is used where, and which words of the
# language are not used at all.
#   cmake -DROOT=<tree> -P check_includes.cmake
# In: the sources of a tree. Out: every breach as path:line, and failure where there is one.
# Proved on planted faults by check_refusals.cmake.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/read_source.cmake)

# Direction: base <- values <- ir <- one stage. A stage never includes another.
set(may_base "")
set(may_values base)
set(may_ir base values)
foreach(stage parse check compile eval claims)
  set(may_${stage} base values ir)
endforeach()
# These stand outside and see the public headers only.
foreach(outer explain records testing audit cli)
  set(may_${outer} "")
endforeach()
# Looks for claims that show a trap: reads compiled rules, and decides as any user does.
set(may_witness base values ir)
# Holds checked policies against each other, and decides as any user does.
set(may_diff base values ir)
# What joins the stages stands at the top of src/, and only its door is open, and only to policy tests: they are YAML too.
set(pipeline_doors "^src/testing/")
# A plain answer is written from the bytes that its policy was prepared with, a claim from its cells.
set(may_records_header "ir/plain_answer.hpp" "ir/program.hpp" "ir/schema.hpp")
set(folders base values ir parse check compile eval claims explain records testing witness diff audit cli)

# How texts are written so that they stay texts, on pages and on lines, for all who write some: escaping, the frame, the style
# sheet, the shapes of charts. A page of text is set by the widths of characters that messages are.
list(APPEND folders html)
set(may_html base)
list(APPEND may_explain html base)
list(APPEND may_audit html)
list(APPEND may_cli html)

# Work on several threads in order, for all who have much of it.
list(APPEND folders flow)
set(may_flow "")
list(APPEND may_audit flow)
list(APPEND may_cli flow)

# Each dependency has one door: header prefix, then the paths that may include it.
set(doors
    "yaml-cpp/=^src/parse/yaml_reader\\.cpp$"
    "simdjson=^src/(claims/|audit/json_tree\\.cpp$)"
    "date/=^src/values/civil_date\\.cpp$"
    "CLI/=^src/cli/"
    "oneapi/=^src/flow/in_order\\.cpp$"
    "fmt/=^src/.*\\.cpp$"
    "emmintrin.h=^src/(records/json_writer|eval/block_bits|claims/quick_values)\\.hpp$"
    "sodium=^src/(base/sha256|audit/(digest|keys))\\.cpp$")
# The operating system: only where bytes come in or go out.
set(system_headers "^(unistd|fcntl|signal|poll|sys/[a-z]+)\\.h$")
set(system_doors "^src/(cli/|audit/files\\.cpp$)")

# Nothing that makes a decision depend on more than its inputs, and no binary fractions.
# word=reason=paths where it is allowed
set(words
    "double=money, rates and counts are integers=^$"
    "float=money, rates and counts are integers=^$"
    "stoi=std::from_chars reads numbers=^$"
    "stol=std::from_chars reads numbers=^$"
    "stoll=std::from_chars reads numbers=^$"
    "stoul=std::from_chars reads numbers=^$"
    "stod=std::from_chars reads numbers=^$"
    "atoi=std::from_chars reads numbers=^$"
    "atol=std::from_chars reads numbers=^$"
    "strtol=std::from_chars reads numbers=^$"
    "strtod=std::from_chars reads numbers=^$"
    "system_clock=nothing reads a clock=^$"
    "steady_clock=nothing that decides reads a clock=^src/cli/"
    "setlocale=nothing depends on a locale=^$"
    "locale=nothing depends on a locale=^$"
    "getenv=nothing that decides reads the environment=^src/cli/"
    "random_device=nothing is random=^$"
    "rand=nothing is random=^$")

set(breaches "")
macro(breach where message)
  list(APPEND breaches "${where}: ${message}")
endmacro()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/src/*.hpp" "${ROOT}/src/*.cpp"
     "${ROOT}/include/*.hpp")
list(SORT files)
if(NOT files)
  message(FATAL_ERROR "no source found under ${ROOT}")
endif()

foreach(file IN LISTS files)
  # Where the file stands.
  set(folder "")
  if(file MATCHES "^src/([a-z_]+)/")
    set(folder ${CMAKE_MATCH_1})
    if(NOT folder IN_LIST folders)
      breach(${file} "folder `${folder}` has no place in the order of layers")
      set(may_${folder} ${folders})
    endif()
  endif()

  read_source("${ROOT}/${file}" TRUE lines)
  set(number 0)
  foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    if(NOT line MATCHES "^ *# *include *([<\"])([^>\"]+)[>\"]")
      continue()
    endif()
    set(quote "${CMAKE_MATCH_1}")
    set(header "${CMAKE_MATCH_2}")

    # 1. Public headers: allowed everywhere, but values know only each other.
    if(header MATCHES "^sanbao/")
      if(file MATCHES "^include/sanbao/values/"
         AND NOT header MATCHES "^sanbao/(values/[a-z_]+|export)\\.hpp$")
        breach("${file}:${number}" "a value includes `${header}`; values know only each other")
      endif()
      if(NOT EXISTS "${ROOT}/include/${header}")
        breach("${file}:${number}" "`${header}` is no header of include/")
      endif()
      continue()
    endif()

    # 2. Our own inner headers.
    if(header MATCHES "^([a-z_]+)/" AND CMAKE_MATCH_1 IN_LIST folders)
      set(target ${CMAKE_MATCH_1})
      if(file MATCHES "^include/")
        breach("${file}:${number}" "a public header includes the inner header `${header}`")
      elseif(NOT folder STREQUAL "" AND NOT target STREQUAL folder
             AND NOT target IN_LIST may_${folder} AND NOT header IN_LIST may_${folder}_header)
        breach("${file}:${number}" "`${folder}` may not include `${header}`")
      endif()
      continue()
    endif()

    # The files that join the stages know each other; others know the pipeline at most.
    if(quote STREQUAL "\"" AND EXISTS "${ROOT}/src/${header}" AND NOT header MATCHES "/")
      if(NOT file MATCHES "^src/[^/]+$"
         AND NOT (header STREQUAL "pipeline.hpp" AND file MATCHES "${pipeline_doors}"))
        breach("${file}:${number}" "only what stands outside the stages may include `${header}`")
      endif()
      continue()
    endif()

    # 3. The standard library has no dot and no slash; `cstdint` and the like are part of it.
    if(quote STREQUAL "<" AND header MATCHES "^[a-z_0-9]+$")
      continue()
    endif()

    # 4. Dependencies and the operating system.
    set(known FALSE)
    foreach(door IN LISTS doors)
      string(REGEX MATCH "^([^=]+)=(.+)$" _ "${door}")
      set(prefix "${CMAKE_MATCH_1}")
      set(allowed "${CMAKE_MATCH_2}")
      string(FIND "${header}" "${prefix}" at)
      if(at EQUAL 0)
        set(known TRUE)
        if(NOT file MATCHES "${allowed}")
          breach("${file}:${number}" "`${header}` has its one door elsewhere")
        endif()
      endif()
    endforeach()
    if(header MATCHES "${system_headers}")
      set(known TRUE)
      if(NOT file MATCHES "${system_doors}")
        breach("${file}:${number}" "`${header}` belongs where bytes come in or go out")
      endif()
    endif()
    if(NOT known)
      breach("${file}:${number}" "`${header}` is neither ours nor of a known dependency")
    endif()
  endforeach()

  read_source("${ROOT}/${file}" FALSE lines)
  list(JOIN lines "\n" code)
  foreach(entry IN LISTS words)
    string(REGEX MATCH "^([^=]+)=([^=]+)=(.+)$" _ "${entry}")
    set(word "${CMAKE_MATCH_1}")
    set(reason "${CMAKE_MATCH_2}")
    set(allowed "${CMAKE_MATCH_3}")
    if(NOT code MATCHES "(^|[^A-Za-z0-9_])${word}($|[^A-Za-z0-9_])" OR file MATCHES "${allowed}")
      continue()
    endif()
    set(number 0)
    foreach(line IN LISTS lines)
      math(EXPR number "${number} + 1")
      if(line MATCHES "(^|[^A-Za-z0-9_])${word}($|[^A-Za-z0-9_])")
        breach("${file}:${number}" "`${word}`: ${reason}")
      endif()
    endforeach()
  endforeach()
endforeach()

if(breaches)
  list(JOIN breaches "\n  " text)
  message(FATAL_ERROR "layers:\n  ${text}")
endif()
list(LENGTH files count)
message(STATUS "${count} files keep to their layers")
