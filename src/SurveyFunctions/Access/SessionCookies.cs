using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.Access;

/// <summary>
/// The session's cookie by a name that only this host can have set, and only over https; on loopback, where there is none, by its plain name.
/// </summary>
internal sealed class SessionCookies : ICookieManager
{
    public const string Name = "session";

    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>Whether the browser sent one, whatever it is worth.</summary>
    public static bool IsThere(HttpRequest request) => request.Cookies.ContainsKey(NameFor(request.HttpContext, Name));

    public string? GetRequestCookie(HttpContext context, string key)
    {
        // Without https anybody on the way may have set it, or read it.
        if (!context.Request.IsHttps && !Loopback.IsOf(context.Request))
            return null;
        var cookie = _cookies.GetRequestCookie(context, NameFor(context, key));
        // What cannot be opened is no session to the framework, also while the storage does not give the keys: then this throws.
        if (cookie is not null)
            context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(SessionCookies)).Protect([]);
        return cookie;
    }

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, NameFor(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, NameFor(context, key), options);

    private static string NameFor(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}
