-- What is done to every record before it leaves the node: bytes that are no text become U+FFFD, secrets are cut out, and the
-- data stream is chosen. Lua knows no regular expressions: `rules` above holds them taken apart, and this puts them to work.
-- Written for Lua 5.1 to 5.4 alike; Fluent Bit runs LuaJIT.

local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub
local concat, format = table.concat, string.format

local REPLACEMENT = "\239\191\189"

-- Length of the UTF-8 character that begins at i, or nil if none does. Well-formed sequences: Unicode 16.0, table 3-7.
local function width(text, i)
  local first = byte(text, i)
  if first < 0x80 then return 1 end
  if first < 0xC2 or first > 0xF4 then return nil end
  local second = byte(text, i + 1)
  if not second or second < 0x80 or second > 0xBF then return nil end
  if first < 0xE0 then return 2 end
  if first == 0xE0 and second < 0xA0 or first == 0xED and second > 0x9F then return nil end
  if first == 0xF0 and second < 0x90 or first == 0xF4 and second > 0x8F then return nil end
  local length = first < 0xF0 and 3 or 4
  for k = i + 2, i + length - 1 do
    local more = byte(text, k)
    if not more or more < 0x80 or more > 0xBF then return nil end
  end
  return length
end

-- Text with everything that is no UTF-8 replaced, a mark for each byte.
local function scrub(text)
  local i = find(text, "[\128-\255]")
  if not i then return text end
  local out, from = {}, 1
  local size = #text
  while i <= size do
    local length = width(text, i)
    if length then
      i = i + length
    else
      out[#out + 1] = sub(text, from, i - 1)
      out[#out + 1] = REPLACEMENT
      i = i + 1
      from = i
    end
  end
  if from == 1 then return text end
  out[#out + 1] = sub(text, from)
  return concat(out)
end

-- Steps that are left for a record; a pattern that would need more is not waited for.
local budget = 0

local function spend(steps)
  budget = budget - steps
  if budget < 0 then error("budget", 0) end
end

-- Where the character at i ends if it is of the set, else nothing. Text is well-formed by now.
local function member(set, text, i)
  local first = byte(text, i)
  if not first then return nil end
  if first < 0x80 then
    if set.ascii[first] then return i + 1 end
    return nil
  end
  local length = first < 0xE0 and 2 or first < 0xF0 and 3 or 4
  local code = first % (length == 2 and 0x20 or length == 3 and 0x10 or 0x08)
  for k = i + 1, i + length - 1 do code = code * 0x40 + byte(text, k) % 0x40 end
  for k = 1, #set.wide, 2 do
    if code >= set.wide[k] and code <= set.wide[k + 1] then return i + length end
  end
  return nil
end

-- A node's ranges of code points as a table of the first 128 and a list of the others.
local function toSet(ranges)
  local set = { ascii = {}, wide = {} }
  for k = 1, #ranges, 2 do
    local low, high = ranges[k], ranges[k + 1]
    for code = low, high < 0x7F and high or 0x7F do set.ascii[code] = true end
    if high > 0x7F then
      set.wide[#set.wide + 1] = low
      set.wide[#set.wide + 1] = high
    end
  end
  return set
end

local function isWord(text, i)
  local code = i > 0 and byte(text, i)
  return code and (code >= 48 and code <= 57 or code >= 65 and code <= 90 or code >= 97 and code <= 122 or code == 95) or false
end

local assertions = {
  lineStart = function(text, i) return i == 1 or byte(text, i - 1) == 10 end,
  lineEnd = function(text, i) return i == #text + 1 or byte(text, i) == 10 end,
  textStart = function(_, i) return i == 1 end,
  textEnd = function(text, i) return i == #text + 1 end,
  word = function(text, i) return isWord(text, i - 1) ~= isWord(text, i) end,
  notWord = function(text, i) return isWord(text, i - 1) == isWord(text, i) end,
}

-- Each maker turns a node and what follows it into a function from text and position to where the whole match ends.
local make = {}

local function compile(node, follow)
  return make[node.kind](node, follow)
end

function make.set(node, follow)
  local set = toSet(node.ranges)
  return function(text, i)
    spend(1)
    local after = member(set, text, i)
    return after and follow(text, after)
  end
end

function make.sequence(node, follow)
  for k = #node.parts, 1, -1 do follow = compile(node.parts[k], follow) end
  return follow
end

function make.choice(node, follow)
  local ways = {}
  for k = 1, #node.parts do ways[k] = compile(node.parts[k], follow) end
  return function(text, i)
    for k = 1, #ways do
      local after = ways[k](text, i)
      if after then return after end
    end
    return nil
  end
end

function make.assertion(node, follow)
  local holds = assertions[node.what]
  return function(text, i)
    return holds(text, i) and follow(text, i) or nil
  end
end

function make.ahead(node, follow)
  local inner = compile(node.part, function(_, i) return i end)
  return function(text, i)
    if (inner(text, i) ~= nil) == node.negated then return nil end
    return follow(text, i)
  end
end

function make.behind(node, follow)
  local target = 0
  local inner = compile(node.part, function(_, i) return i == target and i or nil end)
  return function(text, i)
    local saved, seen = target, false
    target = i
    for length = node.min, node.max do
      if length >= i then break end
      if inner(text, i - length) then
        seen = true
        break
      end
    end
    target = saved
    if seen == node.negated then return nil end
    return follow(text, i)
  end
end

-- One character again and again, without a call for each: text may be a megabyte.
local function run(node, follow)
  local set = toSet(node.part.ranges)
  local min, max, lazy = node.min, node.max or math.huge, node.lazy
  return function(text, i)
    local count, at = 0, i
    while count < (lazy and min or max) do
      local after = member(set, text, at)
      if not after then break end
      count, at = count + 1, after
    end
    spend(count + 1)
    if count < min then return nil end
    while true do
      local after = follow(text, at)
      if after then return after end
      spend(1)
      if lazy then
        if count >= max then return nil end
        at = member(set, text, at)
        if not at then return nil end
        count = count + 1
      else
        if count <= min then return nil end
        count, at = count - 1, at - 1
        while byte(text, at) >= 0x80 and byte(text, at) < 0xC0 do at = at - 1 end
      end
    end
  end
end

function make.rep(node, follow)
  if node.part.kind == "set" then return run(node, follow) end
  local min, max, lazy = node.min, node.max or math.huge, node.lazy
  local count, last = 0, nil
  local inner

  local function leave(text, i)
    if count < min then return nil end
    return follow(text, i)
  end

  local function again(text, i)
    if count >= max then return nil end
    local savedCount, savedLast = count, last
    count, last = count + 1, i
    local after = inner(text, i)
    count, last = savedCount, savedLast
    return after
  end

  local function either(text, i)
    spend(1)
    if lazy then return leave(text, i) or again(text, i) end
    return again(text, i) or leave(text, i)
  end

  -- A part that took nothing, though it need not be there, would take nothing for ever.
  inner = compile(node.part, function(text, i)
    if i == last and count > min then return nil end
    return either(text, i)
  end)
  return function(text, i)
    local savedCount, savedLast = count, last
    count, last = 0, nil
    local after = either(text, i)
    count, last = savedCount, savedLast
    return after
  end
end

local programs = {}
for k, redaction in ipairs(rules.redactions) do
  programs[k] = {
    match = compile(redaction.node, function(_, i) return i end),
    first = redaction.first and toSet(redaction.first),
    needs = redaction.needs,
    by = redaction.by,
  }
end

local function replace(text, program)
  local out, from, i = {}, 1, 1
  local first, try, size = program.first, program.match, #text
  while i <= size do
    local after
    if not first or member(first, text, i) then after = try(text, i) end
    if after and after > i then
      out[#out + 1] = sub(text, from, i - 1)
      out[#out + 1] = program.by
      i, from = after, after
    else
      i = i + (width(text, i) or 1)
    end
  end
  if from == 1 then return text end
  out[#out + 1] = sub(text, from)
  return concat(out)
end

-- Text without its secrets. Raises where that would take longer than a record may.
local function redact(text)
  text = scrub(text)
  budget = rules.steps + 200 * #text
  local folded
  for k = 1, #programs do
    local program = programs[k]
    folded = folded or (program.needs and lower(text))
    if not program.needs or find(folded, program.needs, 1, true) then
      local replaced = replace(text, program)
      if replaced ~= text then text, folded = replaced, nil end
    end
  end
  return text
end

local function streamOf(tag)
  local namespace = match(tag, "^kube%.([a-z0-9][a-z0-9-]*)%.")
  if not namespace then return rules.otherwise end
  return rules.byNamespace[namespace] or (rules.prefix and rules.prefix .. namespace) or rules.otherwise
end

-- Two remainders of a text, modulo the largest primes below 2^32: what stays exact in a double.
local function digest(text)
  local one, two = 7.0, 11.0
  for i = 1, #text do
    local code = byte(text, i)
    one = (one * 257 + code) % 4294967291
    two = (two * 65599 + code) % 4294967279
  end
  return format("%.0f%010.0f", one, two)
end

-- The same for the same line of the same container, whenever it is read: the store keeps it once. An id made of the whole
-- record would be another one in the next run, in which Lua gives its fields in another order.
local function idOf(tag, time, stream, text)
  return format("%s.%.0f.%09.0f.%s", match(tag, "[^.]*%.[^.]*$") or tag, time.sec, time.nsec, digest(stream .. text))
end

-- Called by Fluent Bit for each record; 2 keeps its time as it is.
function shape(tag, timestamp, record)
  local message = record.message
  if type(message) ~= "string" then message = message == nil and "" or tostring(message) end
  local done, text = pcall(redact, message)
  -- What could not be searched for secrets may hold some.
  record.message = done and text or rules.withheld
  record.logtag = nil
  if type(record.kubernetes) == "table" then
    -- The pod's id, under a name the cache of names and labels asks for; `pod_id` says the same.
    record.kubernetes.docker_id = nil
    record.kubernetes.container_hash = nil
  end
  record.log_stream = streamOf(tag)
  record.log_id = idOf(tag, timestamp, tostring(record.stream), message)
  return 2, timestamp, record
end
