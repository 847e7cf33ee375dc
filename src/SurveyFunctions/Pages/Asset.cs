using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SurveyFunctions.Pages;

/// <summary>
/// A file that pages link to, served at <c>/assets/{name}</c>. The address carries a hash of the content, so that it may be cached
/// for ever.
/// </summary>
public sealed record Asset
{
    public const string VersionQuery = "v";

    private static readonly FrozenDictionary<string, Asset> All = new[]
    {
        Load("site.css", "text/css; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
        Load("kiosk.js", "text/javascript; charset=utf-8"),
        Load("copy.js", "text/javascript; charset=utf-8"),
    }.ToFrozenDictionary(asset => asset.Name);

    public static Asset Style { get; } = All["site.css"];

    public static Asset Icon { get; } = All["icon.svg"];

    public static Asset KioskScript { get; } = All["kiosk.js"];

    public static Asset CopyScript { get; } = All["copy.js"];

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Twelve hexadecimal digits of the content's SHA-256.</summary>
    public required string Version { get; init; }

    /// <summary>Path and query under which pages link to it.</summary>
    public string Address => $"{Pages.Address.Of(Pages.Address.Asset, Name)}?{VersionQuery}={Version}";

    /// <summary>Null: there is no such file.</summary>
    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    private static Asset Load(string name, string contentType)
    {
        var content = EmbeddedFile.Read($"Pages/Assets/{name}");
        return new Asset
        {
            Name = name,
            ContentType = contentType,
            Content = content,
            Version = Convert.ToHexStringLower(SHA256.HashData(content))[..12],
        };
    }
}
