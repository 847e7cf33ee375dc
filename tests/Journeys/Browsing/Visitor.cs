namespace Journeys.Browsing;

/// <summary>Who opens a page, and with what.</summary>
internal sealed record Visitor
{
    public static readonly Visitor OnPhone = new();

    public static readonly Visitor AtDesk = new() { Width = 1280, Height = 900, IsTouching = false };

    /// <summary>In CSS pixels.</summary>
    public int Width { get; init; } = 360;

    public int Height { get; init; } = 740;

    public bool IsTouching { get; init; } = true;

    public bool HasScript { get; init; } = true;

    /// <summary>Of the browser, not of a link: what a page is shown in unless its address says otherwise.</summary>
    public string Language { get; init; } = "en";
}
