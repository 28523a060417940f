/** What a Lua interpreter in JavaScript is asked for here; the package brings no types. */
interface Fengari {
  readonly lua: Record<string, any>;
  readonly lauxlib: Record<string, any>;
  readonly lualib: Record<string, any>;
}

const { lua, lauxlib, lualib }: Fengari = jest.requireActual('fengari');

export type LuaValue = string | number | boolean | Uint8Array | { readonly [key: string]: LuaValue };

/** A script, loaded once, whose global functions can be called; texts come back as bytes read as UTF-8. */
export class LuaScript {
  private readonly state = lauxlib.luaL_newstate();

  constructor(text: string) {
    lualib.luaL_openlibs(this.state);
    const bytes = Buffer.from(text, 'utf8');
    this.check(lauxlib.luaL_loadbuffer(this.state, bytes, bytes.length, Buffer.from('script')));
    this.check(lua.lua_pcall(this.state, 0, 0, 0));
  }

  call(name: string, results: number, ...args: readonly LuaValue[]): unknown[] {
    lua.lua_getglobal(this.state, Buffer.from(name));
    for (const argument of args) this.push(argument);
    this.check(lua.lua_pcall(this.state, args.length, results, 0));
    const values = Array.from({ length: results }, (_, index) => this.read(index - results));
    lua.lua_settop(this.state, 0);
    return values;
  }

  private check(status: number): void {
    if (status !== lua.LUA_OK) throw new Error(String(this.read(-1)));
  }

  private push(value: LuaValue): void {
    if (typeof value === 'number') lua.lua_pushnumber(this.state, value);
    else if (typeof value === 'boolean') lua.lua_pushboolean(this.state, value);
    else if (typeof value === 'string' || value instanceof Uint8Array) {
      const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
      lua.lua_pushlstring(this.state, bytes, bytes.length);
    } else {
      lua.lua_newtable(this.state);
      for (const [key, item] of Object.entries(value)) {
        this.push(key);
        this.push(item);
        lua.lua_settable(this.state, -3);
      }
    }
  }

  private read(index: number): unknown {
    const type = lua.lua_type(this.state, index);
    if (type === lua.LUA_TNUMBER) return lua.lua_tonumber(this.state, index);
    if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(this.state, index);
    if (type === lua.LUA_TSTRING) return Buffer.from(lua.lua_tostring(this.state, index)).toString('utf8');
    if (type !== lua.LUA_TTABLE) return undefined;
    const at = lua.lua_absindex(this.state, index);
    const table: Record<string, unknown> = {};
    lua.lua_pushnil(this.state);
    while (lua.lua_next(this.state, at)) {
      table[String(this.read(-2))] = this.read(-1);
      lua.lua_pop(this.state, 1);
    }
    return table;
  }
}
